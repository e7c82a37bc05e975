// The XMODEM sender against a receiver that says what it is told to: the bytes on the wire, who decides the check,
// repeats, and how it ends.
import { describe, expect, it } from 'vitest'
import { type XmodemOptions, xmodemOptionsSchema } from '../../../main/protocols/xmodem/options.ts'
import { sendXmodem } from '../../../main/protocols/xmodem/sender.ts'
import type { SenderEvent } from '../../../main/protocols/ymodem/session.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { bitwiseCrc } from '../ymodem/fake-receiver.ts'
import { ack, can, crcRequest, eot, FakeXmodemReceiver, nak, type Say } from './fake-receiver.ts'

function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) & 0xff)
}

interface Scene {
  readonly greeting?: readonly number[]
  readonly checkBytes?: 1 | 2
  readonly say?: Say
  readonly options?: Partial<XmodemOptions>
}

async function transfer(bytes: Uint8Array, scene: Scene = {}) {
  const { greeting = [crcRequest], checkBytes = 2, say = () => [ack] } = scene
  const pair = createLinkPair()
  const over = new AbortController()
  const receiver = new FakeXmodemReceiver(pair.device, over.signal, checkBytes, say)
  const received = receiver.run(greeting)
  const options = xmodemOptionsSchema.parse({
    ...{ receiverWaitMs: 5000, ackTimeoutMs: 200, maxRetries: 5 },
    ...scene.options,
  })
  const events: SenderEvent[] = []
  let error: unknown = null
  try {
    for await (const event of sendXmodem(pair.host, bytes, options, over.signal)) events.push(event)
  } catch (caught) {
    error = caught
    over.abort()
  }
  await received
  await pair.host.close()
  return { receiver, events, error, retries: events.filter((event) => event.kind === 'retry') }
}

const frames = (receiver: FakeXmodemReceiver) =>
  receiver.frames.map(({ bytes }) => Buffer.from(bytes).toString('hex'))

describe('the bytes on the wire', () => {
  const hello = Buffer.from('hello')

  it('of a small block with CRC', async () => {
    const { receiver, events } = await transfer(hello)
    const payload = `68656c6c6f${'1a'.repeat(123)}`
    const crc = bitwiseCrc(Buffer.from(payload, 'hex')).toString(16).padStart(4, '0')
    expect(frames(receiver)).toEqual([`0101fe${payload}${crc}`, '04'])
    expect(events).toEqual([{ kind: 'accepted' }, { kind: 'progress', doneBytes: 5, totalBytes: 5 }])
  })

  it.each([
    ['1a', 0x1a],
    ['ff', 0xff],
    ['00', 0],
  ] as const)('of a small block with a sum, padded with %s', async (padding, byte) => {
    const { receiver } = await transfer(hello, { greeting: [nak], checkBytes: 1, options: { padding } })
    const sum = (0x68 + 0x65 + 0x6c + 0x6c + 0x6f + 123 * byte) & 0xff
    expect(frames(receiver)).toEqual([
      `0101fe68656c6c6f${padding.repeat(123)}${sum.toString(16).padStart(2, '0')}`,
      '04',
    ])
  })

  it('of large blocks, with a short tail in small ones, numbers going round', async () => {
    const bytes = pattern(300 * 1024 + 200)
    const { receiver } = await transfer(bytes, { options: { blockSize: 1024 } })
    const blocks = receiver.frames.filter(({ kind }) => kind === 'block')
    expect(blocks.map(({ number }) => number)).toEqual(
      Array.from({ length: 302 }, (_, index) => (index + 1) & 0xff),
    )
    expect(blocks.map(({ bytes: { length } }) => length)).toEqual([...Array(300).fill(1029), 133, 133])
    const carried = Buffer.concat(blocks.map(({ bytes: frame }) => frame.subarray(3, -2)))
    expect(carried.subarray(0, bytes.length).equals(bytes)).toBe(true)
    expect(carried.subarray(bytes.length).every((byte) => byte === 0x1a)).toBe(true)
  })

  it('goes to small blocks for a receiver of sums, whatever the profile says', async () => {
    const { receiver } = await transfer(pattern(2000), {
      greeting: [nak],
      checkBytes: 1,
      options: { blockSize: 1024 },
    })
    expect(receiver.frames.slice(0, -1).every(({ bytes }) => bytes.length === 132)).toBe(true)
  })
})

describe('who decides the check', () => {
  it('a NAK was noise: the receiver asks with C when a sum comes', async () => {
    const { error, receiver, retries } = await transfer(pattern(300), {
      greeting: [nak],
      checkBytes: 1,
      say: ({ count }, self) => {
        self.checkBytes = 2
        return count === 0 ? [crcRequest] : [ack]
      },
    })
    expect(error).toBeNull()
    expect(retries).toEqual([{ kind: 'retry', offset: 0 }])
    expect(receiver.frames.map(({ bytes }) => bytes.length)).toEqual([132, 133, 133, 133, 1])
  })

  it('a C was noise: the second NAK of the first block tries sums', async () => {
    const { error, receiver } = await transfer(pattern(300), {
      say: ({ count, kind }, self) => {
        if (count === 1) self.checkBytes = 1
        return count < 2 && kind === 'block' ? [nak] : [ack]
      },
    })
    expect(error).toBeNull()
    expect(receiver.frames.map(({ bytes }) => bytes.length)).toEqual([133, 133, 132, 132, 132, 1])
  })

  it('a request that crossed the first block is no refusal', async () => {
    for (const [request, checkBytes] of [
      [crcRequest, 2],
      [nak, 1],
    ] as const) {
      const pair = createLinkPair()
      const { signal } = new AbortController()
      const receiver = new FakeXmodemReceiver(pair.device, signal, checkBytes, ({ count }) => {
        if (count > 0) return [ack]
        // The old request arrives apart from the answer.
        setImmediate(() => setImmediate(() => void pair.device.write(Uint8Array.of(ack), signal)))
        return [request]
      })
      const received = receiver.run([request])
      const options = xmodemOptionsSchema.parse({})
      const kinds = new Set<string>()
      for await (const { kind } of sendXmodem(pair.host, pattern(200), options, signal)) kinds.add(kind)
      await received
      expect([...kinds]).toEqual(['accepted', 'progress'])
    }
  })

  it('letters that a device prints ask for nothing', async () => {
    const text = [...Buffer.from('mac C0FFEE00CC1C ABC\r\nCalling\r\n')]
    const never = await transfer(pattern(10), { greeting: text, options: { receiverWaitMs: 100 } })
    expect(never.error).toMatchObject({ code: 'RECEIVER_SILENT', context: { waitedMs: 100 } })
    expect(never.events).toEqual([])
    const asked = await transfer(pattern(10), { greeting: [...text, crcRequest] })
    expect(asked.error).toBeNull()
  })
})

describe('what goes wrong', () => {
  it.each([
    ['NAK', [nak], 1],
    ['C', [crcRequest], 1],
    ['nothing', [], 1],
    ['noise', [0x00, 0xff, 0x41], 1],
    ['two ACK', [ack, ack], 0],
  ] as const)('%s to the second block', async (_, said, repeats) => {
    const { error, receiver, retries } = await transfer(pattern(500), {
      say: ({ count }) => (count === 1 ? said : [ack]),
    })
    expect(error).toBeNull()
    expect(retries.length >= 1).toBe(repeats > 0)
    const taken = receiver.frames.filter(
      ({ number, kind }, index, all) => kind === 'block' && all[index + 1]?.number !== number,
    )
    const carried = Buffer.concat(taken.map(({ bytes }) => bytes.subarray(3, -2)))
    expect(carried.subarray(0, 500).equals(pattern(500))).toBe(true)
  })

  it('EOT is repeated when it is refused', async () => {
    let ends = 0
    const { error, receiver } = await transfer(pattern(10), {
      say: ({ kind }) => {
        if (kind === 'eot') ends += 1
        return kind === 'eot' && ends === 1 ? [nak] : [ack]
      },
    })
    expect(error).toBeNull()
    expect(receiver.frames.filter(({ bytes }) => bytes[0] === eot)).toHaveLength(2)
  })

  it.each([
    ['always refused', [nak], 'TRANSFER_RETRIES'],
    ['never answered', [], 'RECEIVER_SILENT'],
    ['cancelled', [can, can], 'RECEIVER_CANCELLED'],
  ] as const)('a block %s', async (_, said, code) => {
    const { error } = await transfer(pattern(500), { say: ({ number }) => (number === 3 ? said : [ack]) })
    expect(error).toMatchObject({ code })
  })

  it('what the device prints behind its last ACK is left to others', async () => {
    const { receiver, error } = await transfer(pattern(10), {
      say: ({ kind }) => (kind === 'eot' ? [ack, ...Buffer.from('## Total')] : [ack]),
    })
    expect(error).toBeNull()
    expect(receiver.frames).toHaveLength(2)
  })

  it('leaving early cancels the receiver', async () => {
    const pair = createLinkPair()
    const { signal } = new AbortController()
    const receiver = new FakeXmodemReceiver(pair.device, signal, 2, () => [ack])
    const received = receiver.run([crcRequest])
    const options = xmodemOptionsSchema.parse({})
    for await (const event of sendXmodem(pair.host, pattern(2_000_000), options, signal))
      if (event.kind === 'progress') break
    await received
    expect(receiver.cancels).toBe(8)
  })
})

it('a lost ACK costs one repetition, not one of every block that follows', async () => {
  const { error, retries } = await transfer(pattern(5000), { say: ({ count }) => (count === 5 ? [] : [ack]) })
  expect(error).toBeNull()
  // A busy machine may be late with one more answer, never with all of the 35 that follow.
  expect(retries.length).toBeLessThan(5)
})
