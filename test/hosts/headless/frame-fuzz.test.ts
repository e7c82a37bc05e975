// Frames that are no calls, at a station that flashes: none of them harms it, its boards or the caller beside. The same frames
// by the hundred thousand, without a network between: ../station-process/port-fuzz.test.ts; here `npm run fuzz` sends as many.
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { fuzzTimeoutMs, runs } from '../../runs.ts'
import { hostileFrame, seeded } from '../hostile-frames.ts'
import { type AttackedStation, startAttackedStation } from './attacked-station.ts'

const frames = runs(5000).numRuns
/** One fewer than is hung up on, so that each of them is looked at. */
const framesPerSocket = 99
const snapshotCall = '{"i":"last","p":{"u":"/station/snapshot"}}'

let station: AttackedStation
beforeAll(async () => {
  station = await startAttackedStation()
}, 120_000)
afterAll(() => station[Symbol.asyncDispose](), 60_000)

/** Resolves when the station has answered a proper call after all that was sent before. */
function answered(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('close', (code) => reject(new Error(`hung up on with ${code}`)))
    socket.on('message', (data) => {
      if (String(data).startsWith('{"i":"last"')) resolve()
    })
    socket.send(snapshotCall)
  })
}

test(`${frames} hostile frames: each socket still gets its answer, and the boards pass`, {
  timeout: fuzzTimeoutMs,
}, async () => {
  const random = seeded(20_260_101)
  const before = await station.peakBytes()
  const outcomes = await station.flashDuring(async () => {
    for (let sent = 0; sent < frames; sent += framesPerSocket) {
      const socket = await station.view()
      for (let count = 0; count < framesPerSocket; count++) socket.send(hostileFrame(random))
      await answered(socket)
      socket.terminate()
    }
  })
  expect(outcomes).toEqual(['passed', 'passed'])
  expect((await station.peakBytes()) - before).toBeLessThan(128 * 1024 * 1024)
  expect(station.logged).toEqual([])
})

test('who sends nothing else is hung up on, with one line in the log', async () => {
  const socket = await station.view()
  for (let count = 0; count < 10_000; count++) socket.send('{"i":"1"')
  const [code] = await once(socket, 'close')
  expect(code).toBe(1008)
  expect(station.logged).toHaveLength(1)
})
