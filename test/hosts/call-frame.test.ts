// Which messages are calls: what our clients send, and nothing else.
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { describe, expect, test } from 'vitest'
import { isCallFrame, mostFrameBytes } from '../../main/hosts/call-frame.ts'
import type { StationClient } from '../../main/station/router.ts'
import { uploadChunkBytes } from '../../preload/contract/upload-sizes.ts'

/** What our client sends for these calls, aborts among it. */
async function framesOf(calls: (client: StationClient) => Promise<unknown>[]): Promise<unknown[]> {
  const frames: unknown[] = []
  const { port1, port2 } = new MessageChannel()
  const post = port1.postMessage.bind(port1)
  port1.postMessage = (message: unknown) => {
    frames.push(message)
    post(message)
  }
  const client: StationClient = createORPCClient(new RPCLink({ port: port1 }))
  const ended = Promise.allSettled(calls(client))
  await new Promise(setImmediate)
  port1.close()
  port2.close()
  await ended
  return frames
}

test('what our own client sends is one: calls, their end, the largest piece of a file', async () => {
  const stop = new AbortController()
  const { signal } = stop
  const bytes = Buffer.alloc(uploadChunkBytes).toString('base64')
  const frames = await framesOf((client) => {
    const calls = [
      client.station.snapshot(undefined, { signal }),
      client.station.events({ afterSeq: 3 }, { signal }),
      client.jobs.start({ slotId: 'usb:1-2/3' }),
      client.firmware.upload({ uploadId: 'u', offset: 0, bytes }),
    ]
    setImmediate(() => stop.abort())
    return calls
  })
  await new Promise(setImmediate)
  expect(frames.length).toBeGreaterThanOrEqual(4)
  for (const frame of frames) expect(isCallFrame(frame), String(frame).slice(0, 200)).toBe(true)
})

test('the end of a call has nothing but its id', () => {
  expect(isCallFrame('{"i":"1a","t":4}')).toBe(true)
})

describe('is none', () => {
  test.each([
    ['not text', Buffer.from('{"i":"1","p":{"u":"/station/snapshot"}}')],
    ['an object', { i: '1', p: { u: '/station/snapshot' } }],
    ['no JSON', '{"i":"1"'],
    ['null', 'null'],
    ['a number as id', '{"i":1,"p":{"u":"/station/snapshot"}}'],
    ['an id without end', `{"i":"${'1'.repeat(33)}","p":{"u":"/station/snapshot"}}`],
    ['a part of a stream', '{"i":"1","t":3,"p":{"e":"message","d":1}}'],
    ['an answer', '{"i":"1","t":2,"p":{}}'],
    ['another address', '{"i":"1","p":{"u":"http://evil.example/"}}'],
    ['a query', '{"i":"1","p":{"u":"/station/snapshot?data=1"}}'],
    ['headers', '{"i":"1","p":{"u":"/station/snapshot","h":{"content-type":"text/event-stream"}}}'],
    ['a method', '{"i":"1","p":{"u":"/station/snapshot","m":"GET"}}'],
    ['something besides', '{"i":"1","p":{"u":"/station/snapshot"},"x":1}'],
    ['too long', `{"i":"1","p":{"u":"/station/snapshot","b":"${'x'.repeat(mostFrameBytes)}"}}`],
  ])('%s', (_what, data) => {
    expect(isCallFrame(data)).toBe(false)
  })
})
