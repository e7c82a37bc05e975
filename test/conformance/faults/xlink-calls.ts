// The XLINK rows of the matrix of faults: the sixteen calls of its document, the firmware file of our own server, and the
// logins of its three kinds of accounts.
import { callNames } from '../../../main/clouds/xlink/calls.ts'
import { sessionCalls } from '../../../main/clouds/xlink/credentials.ts'
import type { Task, XlinkCredential } from '../../../preload/contract/index.ts'
import { never, type XlinkClient, xlinkClient } from '../../clouds/xlink/open-client.ts'
import type { ReceivedRequest } from '../../clouds/xlink/scripted-server.ts'
import { accessKey, corpAccount, device } from '../../clouds/xlink/session-bench.ts'
import { sixteenCalls, wireTask } from '../../clouds/xlink/sixteen-calls.ts'
import { type CallUnderTest, grant } from './call-under-test.ts'

/** What `wireTask` stands for. */
const task: Task = {
  taskId: 't1',
  productId: 'p1',
  name: 'Kettle',
  description: 'Boils faster',
  part: { type: 'wifi', identify: 0 },
  fromVersion: 10_000,
  toVersion: 20_001,
  image: { url: 'http://cloud/f', md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', sizeBytes: 11 },
  status: 'running',
  mode: 'automatic',
  tag: 'formal',
  scope: { category: 'all', deviceIds: [] },
  upgradedCount: 0,
  remainingCount: null,
  reviewerId: null,
  createdAt: null,
}

/** What the sound answers of sixteen-calls.ts stand for; the others only acknowledge. */
const values: Readonly<Record<string, unknown>> = {
  '1 create': task,
  '2 list by GET': { total: 21, tasks: [task], unread: [] },
  '5 check': task,
  '7 list by POST': { total: 1, tasks: [task], unread: [] },
  '9 ota-logs': { total: 0, logs: [], unread: [] },
  '14 get': task,
  '15 op-logs': { total: 0, operations: [], unread: [] },
  '16 version share': { totalDevices: 0, shares: [], unread: [] },
}

export const isLogin = ({ url }: Pick<ReceivedRequest, 'url'>) =>
  ['/v2/corp_auth', '/v2/accesskey_auth', '/v2/device_login'].includes(url)

type XlinkRow = Pick<CallUnderTest, 'name' | 'label' | 'repeatable' | 'soundAnswer' | 'value'> & {
  readonly act: (client: XlinkClient) => Promise<unknown>
  readonly meets?: CallUnderTest['meets']
}

function row(of: XlinkRow, credential: XlinkCredential): CallUnderTest {
  const { act, meets = () => true, soundAnswer, ...same } = of
  const logsIn = same.label === callNames.login
  return {
    ...same,
    cloud: 'xlink',
    meets: (request) => isLogin(request) === logsIn && meets(request),
    soundAnswer: (request, logins) => (isLogin(request) ? grant(logins) : soundAnswer(request, logins)),
    logsIn,
    secretNames: [sessionCalls(credential)?.secretName ?? 'token'],
    connect: ({ baseUrl, timeoutMs }, parts) => {
      const client = xlinkClient({ baseUrl, timeoutMs, corpId: 'corp7', credential }, parts)
      return () => act(client)
    },
  }
}

const labelOf = (number: string) =>
  Object.values(callNames).find((name) => name.startsWith(`${number} `)) ?? 'unnamed'

const isDelete = ({ url }: ReceivedRequest) => url.endsWith('/task/delete')

/** All that a lead's or a station's token is for. */
const acts: readonly XlinkRow[] = [
  ...sixteenCalls.map(({ name, act, answer, repeatable }) => ({
    name,
    label: labelOf(name.split(' ')[0] ?? ''),
    repeatable,
    act: (client: XlinkClient) => act(client),
    soundAnswer: () => answer,
    value: values[name],
  })),
  {
    name: '4 delete',
    label: callNames.deleteTask,
    repeatable: false,
    act: (client: XlinkClient) => client.desk.delete({ productId: 'p1', taskId: 't1' }, never),
    meets: isDelete,
    // It runs, so it is looked at and stopped before.
    soundAnswer: ({ method }: ReceivedRequest) => (method === 'GET' ? wireTask : ''),
    value: undefined,
  },
  {
    name: 'firmware file',
    label: callNames.putFile,
    repeatable: true,
    act: (client: XlinkClient) =>
      client.shelf.put({ name: 'kettle.bin', bytes: new TextEncoder().encode('hello world') }, never),
    soundAnswer: () => ({ url: 'http://cloud/f', md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', size: 11 }),
    value: { url: 'http://cloud/f', md5: '5eb63bbbe01eeed093cb22bb8f5acdc3', sizeBytes: 11 },
  },
]

/** As any of the accounts, or with a token that somebody else made. */
export const xlinkCallsAs = (credential: XlinkCredential): CallUnderTest[] =>
  acts.map((act) => row(act, credential))

export const logins: readonly CallUnderTest[] = [corpAccount, accessKey, device].map((credential) =>
  row(
    {
      name: `login of ${credential.kind}`,
      label: callNames.login,
      repeatable: true,
      act: (client) => client.tasks.getTask('t1', never),
      soundAnswer: () => wireTask,
      value: task,
    },
    credential,
  ),
)
