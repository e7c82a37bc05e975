// Each call against every fault: the code and who acts, how often the server was asked, whether a result may have
// arrived, what is shown and kept of it, and whether the client is good for the next call.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mayHaveArrived } from '../../main/outbox/schedule.ts'
import { accessKey, corpAccount, device } from '../clouds/xlink/session-bench.ts'
import type { CallUnderTest } from './faults/call-under-test.ts'
import { type Cells, startCells } from './faults/cells.ts'
import { endedSessions } from './faults/ended-sessions.ts'
import type { Fault, Outcome } from './faults/fault.ts'
import { httpFaults } from './faults/http-faults.ts'
import { noConnections } from './faults/no-connections.ts'
import { type Played, playAddress, playFault } from './faults/play.ts'
import { saidFaults } from './faults/said-faults.ts'
import { findFile, getProgress, listFirmware } from './faults/signed-calls.ts'
import { logins, xlinkCallsAs } from './faults/xlink-calls.ts'

const PLAY_TIMEOUT_MS = 60_000

const calls = [...xlinkCallsAs({ kind: 'token' }), ...logins, getProgress, listFirmware, findFile]

let cells: Cells
beforeAll(async () => {
  cells = await startCells()
})
afterAll(() => cells[Symbol.asyncDispose]())

/** All calls meet it at the same time; then each is looked at. */
function describeFault(fault: Fault, rows: readonly CallUnderTest[]): void {
  describe(fault.name, () => {
    const played = new Map<CallUnderTest, Played>()
    beforeAll(async () => {
      const play = async (call: CallUnderTest) => played.set(call, await playFault(cells.open(), call, fault))
      if (fault.oneByOne) for (const call of rows) await play(call)
      else await Promise.all(rows.map(play))
    }, PLAY_TIMEOUT_MS)
    it.each(rows)('$name', (call) => expectOutcome(call, played.get(call), fault.becomes(call)))
  })
}

function expectOutcome(call: CallUnderTest, played: Played | undefined, expected: Outcome): void {
  if (played === undefined) throw new Error('not played')
  const { error, met, attempts, waitsMs, leaks } = played
  const { code, actor, exit = 4, asked, context = {} } = expected
  expect({
    code: error?.code ?? null,
    asked: met.length,
    attempts,
    waitsMs,
    context: error?.context,
  }).toEqual({
    code,
    asked,
    attempts: expected.attempts ?? asked,
    waitsMs: expected.waitsMs,
    context: code === null ? undefined : expect.objectContaining(context),
  })
  expect(leaks).toEqual({ shown: [], logged: [] })
  if (expected.tokens) expect(met.map(({ headers }) => headers['access-token'])).toEqual(expected.tokens)
  if (asked > 0) expect(played.afterwards).toEqual(call.value)
  if (error === null) {
    expect(played.value).toEqual(call.value)
    return
  }
  expect([error.row.actor, error.row.exit]).toEqual([actor, exit])
  expect(mayHaveArrived(error)).toBe(expected.mayHaveArrived)
  if (error.code.startsWith('CLOUD_')) {
    // Without a connection it may be an earlier request of the same call.
    const label = asked > 0 ? call.label : expect.any(String)
    expect(error.context).toMatchObject({ host: played.host, call: label })
  }
  for (const sentence of played.sentences) expect(sentence).toMatch(/^[^[\]{}]+$/)
}

describe('over HTTP', () => {
  for (const fault of httpFaults) describeFault(fault, calls)
})

describe.each(saidFaults)('$who', ({ cloud, faults }) => {
  const rows = calls.filter((call) => call.cloud === cloud)
  for (const fault of faults) describeFault(fault, rows)
})

describe.each([
  { credential: corpAccount, faults: endedSessions },
  { credential: accessKey, faults: endedSessions.slice(0, 1) },
  { credential: device, faults: endedSessions.slice(0, 1) },
])('the session of $credential.kind has ended', ({ credential, faults }) => {
  const rows = xlinkCallsAs(credential)
  for (const fault of faults) describeFault(fault, rows)
})

describe.each(noConnections)('$name', ({ open, outcome }) => {
  let server: Awaited<ReturnType<typeof open>>
  const played = new Map<CallUnderTest, Played>()
  beforeAll(async () => {
    server = await open()
    const play = async (call: CallUnderTest) => played.set(call, await playAddress(server.baseUrl, call))
    await Promise.all(calls.map(play))
  }, PLAY_TIMEOUT_MS)
  afterAll(() => server.close())
  it.each(calls)('$name', (call) => expectOutcome(call, played.get(call), outcome))
})
