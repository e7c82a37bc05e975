// The keeper over children that do what the test says; over a real process: station-process.test.ts.
import { expect, test } from 'vitest'
import { keepStation } from '../../../main/hosts/station-process/station-keeper.ts'
import { ScriptedChild, ScriptedPort } from './scripted-child.ts'

const open = {
  dataDir: '/data',
  resourcesDir: '/resources',
  practice: true,
  practiceKind: 'boards',
  version: '1',
} as const

/** A keeper, its children so far, a clock that the test sets, and what went into the log. */
function keep(closeMs = 60_000) {
  const children: ScriptedChild[] = []
  const clock = { nowMs: 0 }
  const log: object[] = []
  const opening = keepStation<ScriptedPort>({
    start: () => {
      const child = new ScriptedChild()
      children.push(child)
      return child
    },
    open,
    now: () => clock.nowMs,
    closeMs,
    logger: { info: () => {}, warn: () => {}, error: (facts) => log.push(facts) },
  })
  const newest = () => {
    const child = children.at(-1)
    if (!child) throw new Error('no child was started')
    return child
  }
  return { opening, children, clock, log, newest }
}

async function kept(closeMs?: number) {
  const all = keep(closeMs)
  all.newest().say({ type: 'ready', practice: true })
  const told: string[] = []
  const station = await all.opening
  station.onRestarted(() => told.push('restarted'))
  station.onGivenUp(({ code, context }) => told.push(`${code} ${JSON.stringify(context)}`))
  return { ...all, station, told }
}

test('opens with what it was given', async () => {
  const { newest, station } = await kept()
  expect(newest().posted).toEqual([{ message: { type: 'open', options: open }, ports: [] }])
  expect(station.practice).toBe(true)
})

test('what the station says when it cannot be opened comes through, and its process is ended', async () => {
  const { opening, newest, children } = keep()
  newest().say({ type: 'failed', code: 'DATA_IN_USE', context: { reason: 'SQLITE_BUSY' } })
  await expect(opening).rejects.toMatchObject({ code: 'DATA_IN_USE', context: { reason: 'SQLITE_BUSY' } })
  expect(newest().killed).toBe(1)
  expect(children).toHaveLength(1)
})

test('a program that cannot be started is told to whoever asked', async () => {
  const start = () => {
    throw new Error('no such file')
  }
  const logger = { info: () => {}, warn: () => {}, error: () => {} }
  const never = keepStation<ScriptedPort>({ start, open, now: () => 0, closeMs: 1, logger })
  await expect(never).rejects.toThrow('no such file')
})

test('a crash starts it again at once; ports that waited meanwhile are handed to the new one', async () => {
  const { station, children, newest, told, log } = await kept()
  const [before, page, program] = [new ScriptedPort(), new ScriptedPort(), new ScriptedPort()]
  station.connect(before, 'page')
  newest().exit()
  expect(children).toHaveLength(2)
  expect(log).toMatchObject([{ exitCode: 9, crashes: 1, again: true }])
  station.connect(page, 'page')
  station.connect(program, 'program')
  expect(newest().posted).toHaveLength(1)
  expect(told).toEqual([])
  newest().say({ type: 'ready', practice: true })
  expect(newest().posted.slice(1)).toEqual([
    { message: { type: 'port', holder: 'page' }, ports: [page] },
    { message: { type: 'port', holder: 'program' }, ports: [program] },
  ])
  expect(told).toEqual(['restarted'])
})

test('three crashes in a minute: it stays down, says so once, and closes every port it is given', async () => {
  const { station, children, newest, clock, told } = await kept()
  for (const nowMs of [10_000, 20_000]) {
    clock.nowMs = nowMs
    newest().exit()
    newest().say({ type: 'ready', practice: true })
  }
  clock.nowMs = 30_000
  newest().exit()
  expect(children).toHaveLength(3)
  expect(told).toEqual(['restarted', 'restarted', 'STATION_CRASHED {"crashes":3}'])
  const port = new ScriptedPort()
  station.connect(port, 'page')
  expect(port.closed).toBe(1)
  await station.close()
})

test('three crashes with time between them: it goes on', async () => {
  const { children, newest, clock, told } = await kept()
  for (const nowMs of [0, 40_000, 80_000, 120_000]) {
    clock.nowMs = nowMs
    newest().exit()
    newest().say({ type: 'ready', practice: true })
  }
  expect(children).toHaveLength(5)
  expect(told).toEqual(Array(4).fill('restarted'))
})

test('a process that never lives long enough to open: STATION_CRASHED to whoever asked', async () => {
  const { opening, newest, children } = keep()
  for (let crash = 1; crash <= 3; crash += 1) newest().exit()
  await expect(opening).rejects.toMatchObject({ code: 'STATION_CRASHED', context: { crashes: 3 } })
  expect(children).toHaveLength(3)
})

test('a station that cannot be opened again after a crash stays down with its own reason', async () => {
  const { station, newest, children, told } = await kept()
  newest().exit()
  const port = new ScriptedPort()
  station.connect(port, 'page')
  newest().say({ type: 'failed', code: 'STORE_FULL', context: {} })
  expect(told).toEqual(['STORE_FULL {}'])
  expect(port.closed).toBe(1)
  expect(children).toHaveLength(2)
})

test('what nobody understands is no answer', async () => {
  const { opening, newest, log } = keep()
  newest().say({ type: 'ready' })
  newest().say({ type: 'failed', code: 'NO_SUCH_CODE', context: {} })
  expect(log).toHaveLength(2)
  newest().say({ type: 'ready', practice: false })
  expect((await opening).practice).toBe(false)
})

test('closing asks, waits for the records, then ends the process; an end is no crash', async () => {
  const { station, newest, children, told } = await kept()
  const closing = station.close()
  expect(newest().posted.at(-1)?.message).toEqual({ type: 'close' })
  expect(newest().killed).toBe(0)
  newest().say({ type: 'closed' })
  await closing
  expect(newest().killed).toBe(1)
  expect(children).toHaveLength(1)
  expect(told).toEqual([])
  expect(station.close()).toBe(closing)
})

test('a station that does not answer is ended all the same', async () => {
  const { station, newest } = await kept(1)
  await station.close()
  expect(newest().killed).toBe(1)
})

test('a crash while closing is the end', async () => {
  const { station, newest, children } = await kept()
  const closing = station.close()
  newest().exit()
  await closing
  expect(children).toHaveLength(1)
  expect(newest().killed).toBe(0)
})
