// What the cloud of the campaign does wrong, by chance: no answer, half of one, one of something else, and firmware with a
// wrong byte. Off until it is told otherwise.
import type { InterceptedRequest, Interception } from '../../../main/local-cloud/request-journal.ts'
import type { PlantCloud } from '../plant/plant-cloud.ts'
import type { Decisions } from '../scenario.ts'

export interface CloudFaults {
  isOn: boolean
  /** How often, by what. */
  readonly counts: Map<string, number>
}

/** One request in so many. */
const faultyOneIn = 6

const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>Welcome</html>' } as const
const faults: readonly [string, Interception][] = [
  ['hung up before', { hangUp: 'before' }],
  ['hung up after', { hangUp: 'after' }],
  ['cut in the answer', { hangUp: 'midBody' }],
  ['500', { status: 500, body: {} }],
  ['503', { status: 503, body: {} }],
  ['a web page', page],
  ['slow', { trickleMs: 2 }],
]

/** `onRequest` is told of every request before anything is done with it. */
export function failAtRandom(
  cloud: PlantCloud,
  decisions: Decisions,
  onRequest: (request: InterceptedRequest) => void,
): CloudFaults {
  const own: CloudFaults = { isOn: false, counts: new Map() }
  const count = (what: string) => own.counts.set(what, (own.counts.get(what) ?? 0) + 1)
  cloud.intercept = (request) => {
    onRequest(request)
    if (!own.isOn || !decisions.oneIn(faultyOneIn)) return null
    if (isFirmware(request) && decisions.oneIn(2)) {
      count('wrong firmware')
      return { status: 200, body: Buffer.alloc(decisions.between(1, 80_000), 0x5a) }
    }
    const fault = faults[decisions.between(0, faults.length - 1)]
    // A file of which a byte comes every two milliseconds takes minutes.
    if (!fault || (isFirmware(request) && fault[0] === 'slow')) return null
    count(fault[0])
    return fault[1]
  }
  return own
}

export const isFirmware = ({ method, path }: InterceptedRequest): boolean =>
  method === 'GET' && path.startsWith('/firmware/')
