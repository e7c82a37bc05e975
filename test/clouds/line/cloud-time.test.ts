import { describe, expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { call, failureOf, never } from './caught.ts'
import { httpServer, testClock } from './servers.ts'

/** Our clock says noon; the answers say what they are told to. */
async function line(dates: (string | null)[], ticksMs: number[] = []) {
  const { url } = await httpServer((_, response) => {
    const date = dates.shift() ?? null
    response.sendDate = false
    if (date !== null) response.setHeader('date', date)
    response.end()
  })
  let ours = Date.parse('2024-05-01T12:00:00Z')
  const now = () => {
    ours += ticksMs.shift() ?? 0
    return new Date(ours)
  }
  const made = lineTo(url, { now, clock: testClock() }).line
  return { line: made, ask: () => made.send(call(), never()) }
}

const early = 'Wed, 01 May 2024 11:44:00 GMT'

describe("the cloud's clock", () => {
  it('is not known before an answer, nor from one without a date', async () => {
    const { line: to, ask } = await line([null, 'yesterday'])
    expect([to.skewMs(), to.correctClock()]).toEqual([null, false])
    await ask()
    await ask()
    expect([to.skewMs(), to.correctClock()]).toEqual([null, false])
    expect(to.now()).toEqual(new Date('2024-05-01T12:00:00Z'))
  })

  it('is taken over only when asked to be, and once', async () => {
    const { line: to, ask } = await line([early, early])
    await ask()
    expect(to.skewMs()).toBe(16 * 60_000)
    expect(to.now()).toEqual(new Date('2024-05-01T12:00:00Z'))
    expect(to.correctClock()).toBe(true)
    expect(to.now()).toEqual(new Date(Date.parse(early)))
    await ask()
    expect(to.correctClock()).toBe(false)
    expect(to.skewMs()).toBe(16 * 60_000)
  })

  it('may be ahead of ours', async () => {
    const { line: to, ask } = await line(['Wed, 01 May 2024 12:20:00 GMT'])
    await ask()
    expect([to.skewMs(), to.correctClock()]).toEqual([-20 * 60_000, true])
  })

  it('is told from the middle of the question and its answer', async () => {
    const { line: to, ask } = await line(['Wed, 01 May 2024 12:00:00 GMT'], [0, 4000])
    await ask()
    expect(to.skewMs()).toBe(2000)
  })

  it('is as good as ours within what a second can tell, or what the caller bears', async () => {
    const { line: to, ask } = await line(['Wed, 01 May 2024 11:59:59 GMT', early])
    await ask()
    expect(to.correctClock()).toBe(false)
    await ask()
    expect(to.correctClock(20 * 60_000)).toBe(false)
  })

  it('is told by refusals and failures too', async () => {
    const { url } = await httpServer((_, response) => void response.writeHead(503, { date: early }).end())
    const { line: to } = lineTo(url, { now: () => new Date('2024-05-01T12:00:00Z'), clock: testClock() })
    expect((await failureOf(to))[0]).toBe('CLOUD_SERVER')
    expect(to.skewMs()).toBe(16 * 60_000)
  })
})
