// One lot of a plant through two local clouds, one of which dies in the middle of it: devices are issued their task and
// report it done, each call at a cloud that chance picks. What was not answered is repeated when the rest has come to
// an end; in between the database is looked at for what is half written.
import assert from 'node:assert/strict'
import type { Decisions } from '../scenario.ts'
import { type Call, type CallAnswer, callCloud } from './call-cloud.ts'
import { productId, type TwoClouds } from './two-clouds.ts'

const atOnce = 16
const kinds = ['issued', 'reported'] as const
const succeeded = 0

export interface Lot {
  readonly taskId: string
  readonly fromVersion: number
  readonly toVersion: number
  readonly deviceIds: readonly string[]
}

export interface RoundFigures {
  readonly answered: number
  /** Calls whose answer never came. */
  readonly unanswered: number
  /** Of those, done all the same. */
  readonly doneUnanswered: number
}

/** A call about a device, and what it has to have done when it was answered. */
interface Message {
  readonly deviceId: string
  readonly kind: (typeof kinds)[number]
}

/** Kills one cloud after `killAfter` answers, and leaves it dead. Every device is done afterwards. */
export async function upgradeLot(
  plant: TwoClouds,
  lot: Lot,
  plan: { readonly victim: 0 | 1; readonly killAfter: number; readonly decisions: Decisions },
  signal: AbortSignal,
): Promise<RoundFigures> {
  const { victim, killAfter, decisions } = plan
  const answered: Message[] = []
  const unanswered: Message[] = []
  let death: Promise<void> | null = null
  const send = async (message: Message, to: 0 | 1): Promise<boolean> => {
    const answer = await tell(plant, lot, message, to, signal)
    if (answer === null) return false
    assert.equal(answer.status, 200, `${message.kind} of ${message.deviceId}: ${answer.body}`)
    answered.push(message)
    if (answered.length === killAfter) death = plant.clouds[victim].kill()
    return true
  }
  const isDead = () => death !== null

  const queue = [...lot.deviceIds]
  const worker = async () => {
    for (let deviceId = queue.shift(); deviceId !== undefined; deviceId = queue.shift()) {
      // Of its own, so that the same seed decides the same for it whatever the others do.
      const choices = decisions.branch(`${deviceId} from ${lot.fromVersion}`)
      for (const kind of kinds) {
        const message = { deviceId, kind }
        // One device's messages stay in their order: what follows a lost one waits with it.
        const isLate = unanswered.some((one) => one.deviceId === deviceId)
        const toOther = choices.oneIn(2)
        const to = isDead() || toOther ? other(victim) : victim
        if (isLate || !(await send(message, to))) unanswered.push(message)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  assert.ok(death, `only ${answered.length} calls were answered: nobody was killed`)
  await death
  await plant.settled()
  await judgeHalfway(plant, lot, answered)
  const doneBefore = await reportedDevices(plant, lot)
  const doneUnanswered = unanswered.filter(
    ({ kind, deviceId }) => kind === 'reported' && doneBefore.has(deviceId),
  ).length

  const figures = { answered: answered.length, unanswered: unanswered.length, doneUnanswered }
  for (const message of unanswered)
    assert.ok(await send(message, other(victim)), 'the other cloud did not answer')
  await judgeEnd(plant, lot)
  return figures
}

const other = (index: 0 | 1): 0 | 1 => (index === 0 ? 1 : 0)

function tell(
  plant: TwoClouds,
  lot: Lot,
  { deviceId, kind }: Message,
  to: 0 | 1,
  signal: AbortSignal,
): Promise<CallAnswer | null> {
  const call: Call =
    kind === 'issued'
      ? {
          path: '/v2/upgrade/ota-log',
          token: plant.token,
          body: { device_id: deviceId, task_id: lot.taskId },
          headers: { 'Corp-ID': 'flashline' },
        }
      : {
          path: `/v2/upgrade/firmware/report/${deviceId}`,
          token: plant.token,
          body: {
            ...{ type: 1, identify: 0, mod: 'kettle', result: succeeded, desc: '' },
            last_version: lot.fromVersion,
            current_version: lot.toVersion,
          },
        }
  return callCloud(plant.clouds[to].baseUrl, call, signal)
}

/** What one report changes is there as a whole or not at all, and what was answered is there. */
async function judgeHalfway(plant: TwoClouds, lot: Lot, answered: readonly Message[]): Promise<void> {
  const { admin } = plant
  const reported = await reportedDevices(plant, lot)
  const logs = (await admin.listOtaLogs()).filter(({ task_id }) => task_id === lot.taskId)
  const withLog = new Set(logs.map(({ device_id }) => device_id))
  for (const { deviceId, kind } of answered) {
    const isThere = (kind === 'issued' ? withLog : reported).has(deviceId)
    assert.ok(isThere, `${kind} of ${deviceId} was answered, and is not there`)
  }
  for (const deviceId of lot.deviceIds) {
    const isReported = reported.has(deviceId)
    const version = await admin.deviceVersion(deviceId)
    assert.equal(
      version === lot.toVersion,
      isReported,
      `${deviceId}: version ${version}, reported ${isReported}`,
    )
    const open = logs.filter((log) => log.device_id === deviceId && log.status === 1)
    assert.ok(open.length <= (isReported ? 0 : 1), `${deviceId}: ${open.length} open ota-logs`)
  }
  assert.equal((await admin.getTask(lot.taskId))?.upgradedCount, reported.size, 'the count of the task')
}

/** Every device counts once, however often it was told. */
async function judgeEnd({ admin }: TwoClouds, { taskId, deviceIds, toVersion }: Lot): Promise<void> {
  const logs = (await admin.listOtaLogs()).filter(({ task_id }) => task_id === taskId)
  const completed = logs.filter(({ status }) => status === 2)
  const devices = [...deviceIds].sort()
  assert.deepEqual(
    [...new Set(completed.map(({ device_id }) => device_id))].sort(),
    devices,
    'completed ota-logs',
  )
  assert.equal((await admin.getTask(taskId))?.upgradedCount, deviceIds.length, 'the count of the task')
  for (const deviceId of deviceIds) assert.equal(await admin.deviceVersion(deviceId), toVersion, deviceId)
}

async function reportedDevices({ admin }: TwoClouds, { taskId }: Lot): Promise<Set<string>> {
  const reports = await admin.listReports()
  return new Set(
    reports
      .filter(({ task_id, result }) => task_id === taskId && result === succeeded)
      .map(({ device_id }) => device_id),
  )
}

/** Everybody makes a task for the same start version at once, at both clouds: one is made. Answers its id. */
export async function raceForTask(
  plant: TwoClouds,
  { fromVersion, toVersion }: Pick<Lot, 'fromVersion' | 'toVersion'>,
  signal: AbortSignal,
): Promise<string> {
  const image = (name: 'from' | 'target') => ({
    [`${name}_version_url`]: `http://elsewhere.example/${name}.bin`,
    [`${name}_version_md5`]: plant.firmware.md5,
    [`${name}_version_size`]: plant.firmware.sizeBytes,
  })
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      callCloud(
        plant.clouds[n % 2 === 0 ? 0 : 1].baseUrl,
        {
          path: '/v2/upgrade/firmware/task',
          token: plant.token,
          body: {
            ...{ product_id: productId, name: `From ${fromVersion}, ${n}`, description: '-' },
            ...{ from_version: fromVersion, target_version: toVersion },
            ...image('from'),
            ...image('target'),
          },
        },
        signal,
      ),
    ),
  )
  const made = answers.filter((answer) => answer?.status === 200)
  assert.equal(
    made.length,
    1,
    `tasks made for one start version: ${answers.map((one) => one?.body).join(' ')}`,
  )
  for (const answer of answers) {
    if (answer?.status !== 200) assert.match(answer?.body ?? '', /FROM_VERSION_EXISTS/)
  }
  const { id } = JSON.parse(made[0]?.body ?? '{}')
  assert.ok(typeof id === 'string')
  await plant.admin.setTaskStatus(id, 'running')
  return id
}
