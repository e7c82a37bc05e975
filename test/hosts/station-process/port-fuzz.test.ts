// The desktop's line under attack: a page that was taken over sends what it likes through its port. The port's far end
// lives in the station's process, where an error that nobody catches would end all jobs.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { expect, test, vi } from 'vitest'
import { servePort } from '../../../main/hosts/station-process/station-program.ts'
import type { StationClient } from '../../../main/station/router.ts'
import { fuzzTimeoutMs, runs } from '../../runs.ts'
import { fakeStation, snapshot } from '../fake-router.ts'
import { hostileFrame, seeded } from '../hostile-frames.ts'

const frames = runs(100_000).numRuns
/** One fewer than is hung up on. */
const framesPerPort = 99

function open() {
  const station = fakeStation()
  const logged: string[] = []
  const log = (_facts: object, message: string) => void logged.push(message)
  const { port1, port2 } = new MessageChannel()
  servePort(station, port2, 'page', { info: log, warn: log, error: log })
  const client: StationClient = createORPCClient(new RPCLink({ port: port1 }))
  port1.start()
  return { port: port1, client, logged, station }
}

/** Of a proper call after all that was sent before; its id is none of theirs. */
function answerTo(port: MessagePort): Promise<string> {
  return new Promise((resolve) => {
    port.addEventListener('message', ({ data }) => {
      if (String(data).startsWith('{"i":"last"')) resolve(String(data))
    })
    port.postMessage('{"i":"last","p":{"u":"/station/snapshot"}}')
  })
}

test(
  `${frames} hostile messages: each port still answers, and no error escapes`,
  async () => {
    const escaped = vi.fn()
    process.on('unhandledRejection', escaped)
    const random = seeded(7)
    try {
      for (let sent = 0; sent < frames; sent += framesPerPort) {
        const { port, logged } = open()
        for (let count = 0; count < framesPerPort; count++) port.postMessage(hostileFrame(random))
        expect(await answerTo(port)).toContain('"version":"0.0.0-test"')
        expect(logged.filter((message) => message !== 'a call failed unexpectedly')).toEqual([])
        port.close()
      }
    } finally {
      process.off('unhandledRejection', escaped)
    }
    expect(escaped).not.toHaveBeenCalled()
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
  },
  fuzzTimeoutMs,
)

test('objects, ports and what cannot be JSON are no calls; who sends nothing else loses the line', async () => {
  const { port, client, logged } = open()
  const circular: { self?: object } = {}
  circular.self = circular
  const { port1 } = new MessageChannel()
  port.postMessage(port1, [port1])
  for (const message of [
    circular,
    new Map([[1, 2]]),
    10n,
    new Error('x'),
    new Uint8Array(3),
    undefined,
    null,
  ])
    port.postMessage(message)
  expect(await client.station.snapshot()).toEqual(snapshot)
  const closed = new Promise((resolve) => port.addEventListener('close', resolve))
  for (let count = 0; count < 200; count++) port.postMessage({ i: '1', p: { u: '/station/snapshot' } })
  await closed
  expect(logged).toEqual(['a caller was hung up on: its messages are none of the contract'])
})

test('event streams of one port are bounded, and free when it goes', async () => {
  const { port, client, station } = open()
  const opened = await Promise.allSettled(
    Array.from({ length: 1000 }, () => client.station.events({ afterSeq: 3 })),
  )
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(16)
  const reasons = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason.data] : []))
  expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['CALLS_TOO_MANY']))
  await expect.poll(() => station.viewers()).toBe(16)
  port.close()
  await station.nobodyListens()
})
