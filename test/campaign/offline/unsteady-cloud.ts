// A local cloud that is away, then there again and unsteady: late, silent, cut before and after it has done what was asked,
// with wrong answers, a clock 16 minutes ahead, and a token that ends in the middle.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { CloudClient } from '../../../main/clouds/cloud.ts'
import { createXlinkClient } from '../../../main/clouds/xlink/index.ts'
import type { Interception } from '../../../main/local-cloud/request-journal.ts'
import { type LocalCloud, startLocalCloud } from '../../../main/local-cloud/server.ts'
import { connectionSchema } from '../../../preload/contract/index.ts'
import { lineTo } from '../../clouds/test-line.ts'
import type { Decisions } from '../scenario.ts'
import { lineClockOf, type SimulatedClock } from './simulated-clock.ts'

export const productId = 'kettle'
const aheadMs = 16 * 60_000
const deadlineMs = 400
/** Of each request, while the weather is bad. */
const longestWayMs = 10

export interface UnsteadyCloud extends AsyncDisposable {
  readonly cloud: LocalCloud
  readonly client: CloudClient
  readonly taskId: string
  /** How many requests met with what. */
  readonly faults: Readonly<Record<string, number>>
  /** Requests that are not answered yet. */
  underWay(): number
  comeBack(): void
  /** From now on every request is let through. */
  calmDown(): void
  endToken(): Promise<void>
  /** What a person does who is told that the token has ended. */
  renewToken(): Promise<void>
}

export async function openUnsteadyCloud(
  clock: SimulatedClock,
  decisions: Decisions,
  deviceIds: readonly string[],
): Promise<UnsteadyCloud> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-unsteady-'))
  const faults: Record<string, number> = {}
  let weather: 'away' | 'unsteady' | 'calm' = 'away'
  const note = (name: string, fault: Interception | null) => {
    faults[name] = (faults[name] ?? 0) + 1
    return fault
  }
  const unsteady = (): Interception | null => {
    switch (decisions.between(1, 36)) {
      case 1:
        return note('cutBefore', { hangUp: 'before' })
      case 2:
      case 3:
        return note('cutAfter', { hangUp: 'after' })
      case 5:
        return note('serverError', { status: 503, headers: { 'retry-after': '3' }, body: 'busy' })
      case 6:
        return note('wrongAnswer', {
          status: 200,
          headers: { 'content-type': 'text/html' },
          body: '<html>sign in',
        })
      case 7:
        return note('wrongAnswer', { status: 200, body: '{"error":' })
      case 8:
        return note('tooMany', { status: 429, headers: { 'retry-after': '2' } })
      case 9:
        return decisions.oneIn(6) ? note('silent', { hang: true }) : null
      default:
        return null
    }
  }
  const cloud = await startLocalCloud({
    dataDir,
    now: () => new Date(clock.now().getTime() + aheadMs),
    intercept: () => {
      if (weather === 'away') return note('away', { hangUp: 'before' })
      return weather === 'calm' ? null : unsteady()
    },
  })
  const { admin } = cloud
  await admin.addProduct({ productId })
  for (const deviceId of deviceIds) await admin.addDevice({ deviceId, productId, version: 1 })
  const firmware = await admin.addFirmwareFile(Buffer.from('image'), 'app.bin')
  const taskId = await admin.addTask({ productId, fromVersion: 1, toVersion: 2, firmware })
  let token = await admin.issueToken(['corp', 'user', 'platform'])
  const { line } = lineTo(cloud.baseUrl, {
    timeoutMs: deadlineMs,
    now: () => clock.now(),
    clock: lineClockOf(clock, () => decisions.next()),
  })
  const connection = connectionSchema.parse({
    ...{ kind: 'xlink', connectionId: 'plant', baseUrl: cloud.baseUrl, corpId: 'corp1' },
  })
  if (connection.kind !== 'xlink') throw new Error('another kind of connection')
  const client = createXlinkClient(connection, { line, secret: () => token })
  let underWay = 0
  const counted =
    <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      underWay += 1
      try {
        if (weather === 'unsteady') await delay(decisions.between(0, longestWayMs))
        return await call(...args)
      } finally {
        underWay -= 1
        clock.touch()
      }
    }
  const { results } = client
  if (!results) throw new Error('no results')
  return {
    ...{ cloud, taskId, faults },
    client: {
      ...client,
      results: {
        sendOtaLog: counted(results.sendOtaLog),
        sendReport: counted(results.sendReport),
        hasReport: counted(results.hasReport),
        hasOtaLog: counted(results.hasOtaLog),
      },
    },
    underWay: () => underWay,
    comeBack() {
      weather = 'unsteady'
    },
    calmDown() {
      weather = 'calm'
    },
    async endToken() {
      await admin.endToken(token, 'expired')
    },
    async renewToken() {
      token = await admin.issueToken(['corp', 'user', 'platform'])
    },
    async [Symbol.asyncDispose]() {
      await line.close()
      await cloud.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
