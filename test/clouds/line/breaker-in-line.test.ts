// The circuit breaker where it stands: in front of a real server that is gone and comes back.
import { expect, it } from 'vitest'
import { lineTo } from '../test-line.ts'
import { call, caught, failureOf, never } from './caught.ts'
import { httpServer, testClock } from './servers.ts'

async function weakCloud() {
  const cloud = { status: 503 }
  const { url, seen } = await httpServer((_, response) => void response.writeHead(cloud.status).end())
  const clock = testClock()
  const { line, entries } = lineTo(url, { clock })
  const failTimes = async (times: number) => {
    for (let failed = 0; failed < times; failed++) expect((await failureOf(line))[0]).toBe('CLOUD_SERVER')
  }
  return { cloud, line, seen, clock, entries, failTimes }
}

it('after five failures nothing is sent any more', async () => {
  const { line, seen, clock, entries, failTimes } = await weakCloud()
  await failTimes(5)
  expect(await failureOf(line)).toEqual(['CLOUD_CIRCUIT_OPEN', { retryAfterMs: 5000, cause: 'CLOUD_SERVER' }])
  clock.advance(4000)
  expect(await failureOf(line)).toEqual(['CLOUD_CIRCUIT_OPEN', { retryAfterMs: 1000, cause: 'CLOUD_SERVER' }])
  expect(seen).toHaveLength(5)
  expect(entries).toHaveLength(5)
})

it('when the time is over one call goes through, and closes it if it is answered', async () => {
  const { cloud, line, seen, clock, failTimes } = await weakCloud()
  await failTimes(5)
  clock.advance(5000)
  cloud.status = 404
  const [first, second] = await Promise.allSettled([line.send(call(), never()), line.send(call(), never())])
  expect(first).toMatchObject({ value: { status: 404 } })
  expect(second).toMatchObject({ reason: { code: 'CLOUD_CIRCUIT_OPEN' } })
  expect(seen).toHaveLength(6)
  expect(await line.send(call(), never())).toMatchObject({ status: 404 })
})

it('a call that may be repeated ends with its own failure, not with the breaker that it opened', async () => {
  const { line, seen, clock, failTimes } = await weakCloud()
  await failTimes(4)
  expect((await failureOf(line, { repeatable: true }))[0]).toBe('CLOUD_SERVER')
  expect(seen).toHaveLength(5)
  clock.advance(5000)
  expect((await failureOf(line, { repeatable: true }))[0]).toBe('CLOUD_SERVER')
  expect(seen).toHaveLength(6)
  expect((await caught(line.send(call(), never()))).context).toMatchObject({ retryAfterMs: 10_000 })
})

it('a probe goes through and closes it', async () => {
  const { cloud, line, failTimes } = await weakCloud()
  await failTimes(5)
  expect((await failureOf(line, { probe: true }))[0]).toBe('CLOUD_SERVER')
  expect((await failureOf(line))[0]).toBe('CLOUD_CIRCUIT_OPEN')
  cloud.status = 403
  expect(await line.send(call({ probe: true }), never())).toMatchObject({ status: 403 })
  expect(await line.send(call(), never())).toMatchObject({ status: 403 })
})

it('calls that their caller broke off do not count', async () => {
  const { url, seen } = await httpServer((request, response) => {
    if (request.url === '/asked') response.end('here')
  })
  const { line } = lineTo(url)
  for (let aborted = 0; aborted < 6; aborted++) {
    const stop = new AbortController()
    const sent = line.send(call({ request: () => ({ method: 'GET', path: '/hang' }) }), stop.signal)
    setImmediate(() => stop.abort('enough'))
    await expect(sent).rejects.toBe('enough')
  }
  expect((await line.send(call(), never())).text).toBe('here')
  expect(seen.at(-1)).toMatchObject({ url: '/asked' })
})

it('a request that needs a call itself may be made by the one call that tries', async () => {
  const { cloud, line, clock, failTimes } = await weakCloud()
  await failTimes(5)
  clock.advance(5000)
  cloud.status = 200
  const request = async () => {
    await line.send(call({ label: 'login' }), never())
    return { method: 'GET', path: '/with-token' } as const
  }
  expect(await line.send(call({ request }), never())).toMatchObject({ status: 200 })
})
