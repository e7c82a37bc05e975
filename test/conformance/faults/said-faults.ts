// The columns of the matrix of faults that each cloud has for itself: refusals in its own words and shapes. Whoever says
// them also repeats every secret that there is.
import type { ServerResponse } from 'node:http'
import type { ConnectionKind, ErrorCode } from '../../../preload/contract/index.ts'
import { answerText } from '../../clouds/iot-rpc/open-rpc.ts'
import { envelope } from '../../clouds/living/open-living.ts'
import { answerWith } from '../../clouds/xlink/scripted-server.ts'
import { type Fault, lost, type Outcome, refused } from './fault.ts'

const lead = (code: ErrorCode, more: Partial<Outcome> = {}) => refused(code, 'lead', more)
const cloud = (code: ErrorCode, more: Partial<Outcome> = {}) => refused(code, 'cloud', more)

/** Status, the cloud's own code, and what comes of it. */
type Row = readonly [number, number | string, Outcome | Fault['becomes']]
type Say = (status: number, code: number | string, blabbed: string) => (response: ServerResponse) => void

const faultsOf = (say: Say, rows: readonly Row[]): Fault[] =>
  rows.map(([status, cloudCode, becomes]) => ({
    name: `${status} ${cloudCode}`,
    answer: (response, { blabbed }) => say(status, cloudCode, blabbed)(response),
    becomes: (call) => {
      const outcome = typeof becomes === 'function' ? becomes(call) : becomes
      return { ...outcome, context: { cloud: call.cloud, status, cloudCode, ...outcome.context } }
    },
  }))

/** A login blames what it was given for all but the server's own troubles. */
const blamed =
  (code: ErrorCode): Fault['becomes'] =>
  ({ logsIn }) =>
    lead(logsIn ? 'CLOUD_CREDENTIALS' : code)

/** Done or not: it does not say. Refused with a success status it is not asked again at once. */
const unsure = cloud('CLOUD_SERVER', { mayHaveArrived: true })
const later = cloud('CLOUD_BUSY', { context: { retryAfterMs: 60_000 } })
/** Once more, signed with another time or nonce. */
const resigned = { asked: 2 }

const sayXlink: Say = (status, code, blabbed) =>
  answerWith(status, { error: { code, msg: blabbed, reason: blabbed } })

const sayLiving: Say = (status, code, blabbed) =>
  answerWith(status, envelope(code, null, { message: 'no', localizedMsg: blabbed }))

const sayGateway: Say = (status, code, blabbed) => (response) => {
  response.setHeader('X-Ca-Error-Message', `${code}, Server StringToSign:\`${blabbed}\``)
  response.setHeader('Retry-After', status === 403 ? '60' : '0')
  answerText(status, 'text/plain', blabbed)(response)
}

const sayRpc: Say = (status, code, blabbed) => (response) => {
  if (status === 400) response.setHeader('Retry-After', '60')
  answerWith(status, { Code: code, Message: blabbed, RequestId: 'r-1', Success: false })(response)
}

const sayXml: Say = (status, code, blabbed) =>
  answerText(status, 'text/xml', `<Error><Code>${code}</Code><Message>${blabbed}</Message></Error>`)

const xlinkFaults = faultsOf(sayXlink, [
  [401, 4031003, blamed('CLOUD_TOKEN')],
  [403, 4031021, blamed('CLOUD_TOKEN')],
  [403, 4031002, blamed('CLOUD_TOKEN')],
  [403, 4031001, blamed('CLOUD_FORBIDDEN')],
  [400, 4001001, blamed('CLOUD_REFUSED')],
  [404, 4049999, blamed('CLOUD_REFUSED')],
  [409, 4091001, blamed('CLOUD_REFUSED')],
  [503, 5031001, lost('CLOUD_SERVER')],
  [200, 4031021, blamed('CLOUD_TOKEN')],
  [200, 5031001, unsure],
])

const livingFaults = faultsOf(sayLiving, [
  [200, 401, lead('CLOUD_TOKEN')],
  [200, 403, lead('CLOUD_FORBIDDEN')],
  [200, 404, lead('CLOUD_REFUSED')],
  [200, 460, lead('CLOUD_REFUSED')],
  [200, 28560, lead('CLOUD_REFUSED')],
  [404, 77777, lead('CLOUD_REFUSED')],
  [200, 429, cloud('CLOUD_BUSY')],
  [200, 500, unsure],
  [503, 503, lost('CLOUD_SERVER')],
])

const gatewayFaults = faultsOf(sayGateway, [
  [400, 'Invalid AppKey', lead('CLOUD_CREDENTIALS')],
  [404, 'Empty Signature', lead('CLOUD_SIGNATURE')],
  [400, 'Invalid Signature', lead('CLOUD_SIGNATURE')],
  [400, 'Invalid Content-MD5', lead('CLOUD_SIGNATURE')],
  [400, 'Timestamp Expired', lead('CLOUD_CLOCK', resigned)],
  [400, 'Nonce Used', lead('CLOUD_REFUSED', resigned)],
  [401, 'Unauthorized', lead('CLOUD_FORBIDDEN')],
  [403, 'Throttled by APP Flow Control', later],
  [503, 'Service Unavailable', lost('CLOUD_SERVER')],
])

const rpcRows: readonly Row[] = [
  [400, 'SignatureDoesNotMatch', lead('CLOUD_SIGNATURE')],
  [404, 'InvalidAccessKeyId.NotFound', lead('CLOUD_CREDENTIALS')],
  [400, 'InvalidTimeStamp.Expired', lead('CLOUD_CLOCK', resigned)],
  [400, 'SignatureNonceUsed', lead('CLOUD_REFUSED', resigned)],
  [400, 'MissingParameter', lead('CLOUD_REFUSED')],
  [404, 'Unheard.Of', lead('CLOUD_REFUSED')],
  [403, 'Forbidden.RAM', lead('CLOUD_FORBIDDEN')],
  [503, 'ServiceUnavailable', lost('CLOUD_SERVER')],
  [200, 'iot.system.SystemException', unsure],
]

export const saidFaults: readonly { who: string; cloud: ConnectionKind; faults: readonly Fault[] }[] = [
  { who: 'XLINK', cloud: 'xlink', faults: xlinkFaults },
  { who: 'Living', cloud: 'living', faults: livingFaults },
  { who: 'the gateway before Living', cloud: 'living', faults: gatewayFaults },
  { who: 'RPC', cloud: 'iot-rpc', faults: faultsOf(sayRpc, [...rpcRows, [400, 'Throttling.User', later]]) },
  { who: 'RPC, in XML', cloud: 'iot-rpc', faults: faultsOf(sayXml, rpcRows) },
]
