// The sender against a receiver that misbehaves: what arrives, what is repeated, how it ends.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SenderOptions, sendFile } from '../../../main/protocols/ymodem/sender.ts'
import type { SenderEvent } from '../../../main/protocols/ymodem/session.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { FakeReceiver, type FakeReceiverOptions } from './fake-receiver.ts'

const quick: SenderOptions = { blockSize: 1024, receiverWaitMs: 2000, ackTimeoutMs: 60, maxRetries: 3 }

function pattern(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) & 0xff)
}

async function transfer(
  bytes: Uint8Array,
  receiverOptions: FakeReceiverOptions = {},
  senderOptions: Partial<SenderOptions> = {},
) {
  const pair = createLinkPair()
  const over = new AbortController()
  const receiver = new FakeReceiver(pair.device, over.signal, receiverOptions)
  const received = receiver.run()
  const events: SenderEvent[] = []
  let error: unknown = null
  try {
    const file = { name: 'app.bin', bytes }
    for await (const event of sendFile(pair.host, file, { ...quick, ...senderOptions }, over.signal))
      events.push(event)
  } catch (caught) {
    error = caught
    // It is told to give up, unless it gave up by itself.
    over.abort()
  }
  await received
  await pair.host.close()
  return { receiver, events, error, retries: events.filter((event) => event.kind === 'retry') }
}

describe('sendFile', () => {
  it.each([0, 1, 127, 128, 129, 896, 897, 1023, 1024, 1025, 70_000])('delivers %i bytes', async (size) => {
    for (const blockSize of [128, 1024] as const) {
      const { receiver, events, error } = await transfer(pattern(size), {}, { blockSize })
      expect(error).toBeNull()
      expect(receiver.files).toHaveLength(1)
      expect(receiver.files[0]?.header).toBe(`app.bin\0${size}`)
      expect(Buffer.compare(receiver.files[0]?.bytes ?? Buffer.of(), pattern(size))).toBe(0)
      expect(events[0]).toEqual({ kind: 'accepted' })
      expect(events.at(-1)).toEqual({ kind: 'progress', doneBytes: size, totalBytes: size })
    }
  })

  it('sends a short tail in small blocks', async () => {
    const { receiver } = await transfer(pattern(1024 + 200))
    expect(receiver.frames.filter((frame) => frame.kind === 'block').map((frame) => frame.size)).toEqual([
      128, 1024, 128, 128, 128,
    ])
  })

  it('begins without a late C and does not take it for a refusal when it comes', async () => {
    const silent = await transfer(pattern(3000), { dataRequest: null })
    expect(silent.error).toBeNull()
    expect(silent.retries).toHaveLength(0)

    const crossing = await transfer(pattern(3000), {
      dataRequest: null,
      answer: (frame) => (frame.number === 1 ? 'lateRequestThenAck' : 'ack'),
    })
    expect(crossing.error).toBeNull()
    expect(crossing.retries).toHaveLength(0)
  })

  it('takes a C instead of NAK for a refusal of a later block', async () => {
    const { receiver, error, retries } = await transfer(pattern(5000), {
      answer: (frame) => (frame.number === 3 && frame.repeat === 0 ? 'request' : 'ack'),
    })
    expect(error).toBeNull()
    expect(retries).toEqual([{ kind: 'retry', offset: 2048 }])
    expect(Buffer.compare(receiver.files[0]?.bytes ?? Buffer.of(), pattern(5000))).toBe(0)
  })

  it.each(['nak', 'takeSilently', 'drop', 'garbageThenAck', 'ackTwice'] as const)(
    'survives %s at every block and at EOT',
    async (fault) => {
      const { receiver, error } = await transfer(pattern(3100), {
        answer: (frame) => (frame.repeat === 0 && frame.number !== 2 ? fault : 'ack'),
      })
      expect(error).toBeNull()
      expect(Buffer.compare(receiver.files[0]?.bytes ?? Buffer.of(), pattern(3100))).toBe(0)
    },
  )

  it('repeats EOT when the first one is refused, as the reference lets receivers do', async () => {
    const { receiver, error } = await transfer(pattern(10), { nakFirstEot: true })
    expect(error).toBeNull()
    expect(receiver.frames.filter((frame) => frame.kind === 'eot')).toHaveLength(2)
  })

  it('is content with a receiver that asks for no further file', async () => {
    const { receiver, error } = await transfer(pattern(10), { asksForNextFile: false })
    expect(error).toBeNull()
    expect(receiver.files).toHaveLength(1)
  })

  it('serves a checksum receiver after its second NAK', async () => {
    const nak = Uint8Array.of(0x15)
    const once = await transfer(pattern(2000), { check: 'sum', greetings: [nak] }, { receiverWaitMs: 30 })
    expect(once.error).toMatchObject({ code: 'RECEIVER_SILENT' })
    const twice = await transfer(pattern(2000), { check: 'sum', greetings: [nak, nak] })
    expect(twice.error).toBeNull()
    expect(Buffer.compare(twice.receiver.files[0]?.bytes ?? Buffer.of(), pattern(2000))).toBe(0)
  })

  it('waits out noise before the first C', async () => {
    const { receiver, error } = await transfer(pattern(500), {
      greetings: [new TextEncoder().encode('boot v1 \x18\r\n\x15CCC')],
    })
    expect(error).toBeNull()
    expect(receiver.files).toHaveLength(1)
  })

  it('ends with RECEIVER_CANCELLED on CAN CAN', async () => {
    const { error, receiver } = await transfer(pattern(5000), {
      answer: (frame) => (frame.number === 2 ? 'cancel' : 'ack'),
    })
    expect(error).toMatchObject({ code: 'RECEIVER_CANCELLED' })
    expect(receiver.cancelled).toBe(0)
  })

  it('ends with TRANSFER_RETRIES when a block is always refused', async () => {
    const { error, receiver } = await transfer(pattern(5000), {
      answer: (frame) => (frame.number === 2 ? 'nak' : 'ack'),
    })
    expect(error).toMatchObject({ code: 'TRANSFER_RETRIES', context: { offset: 1024, repeats: 3 } })
    expect(receiver.frames.filter((frame) => frame.number === 2)).toHaveLength(4)
  })

  it('ends with RECEIVER_SILENT when nobody asks, or nobody answers any more', async () => {
    const never = await transfer(pattern(10), { greetings: [] }, { receiverWaitMs: 30 })
    expect(never.error).toMatchObject({ code: 'RECEIVER_SILENT', context: { waitedMs: 30 } })
    const gone = await transfer(pattern(5000), { answer: (frame) => (frame.number === 2 ? 'drop' : 'ack') })
    expect(gone.error).toMatchObject({ code: 'RECEIVER_SILENT', context: { offset: 1024 } })
  })

  it('ends with LINK_LOST when the cable goes', async () => {
    const pair = createLinkPair()
    const { signal } = new AbortController()
    const received = new FakeReceiver(pair.device, signal, {
      answer: (frame) => {
        if (frame.number === 2) pair.pull()
        return 'ack'
      },
    })
      .run()
      .catch(() => {})
    const sent = (async () => {
      for await (const _ of sendFile(pair.host, { name: 'a', bytes: pattern(9000) }, quick, signal));
    })()
    await expect(sent).rejects.toMatchObject({ code: 'LINK_LOST' })
    await received
  })

  it('cancels the receiver with eight CAN when aborted, and rejects with the reason', async () => {
    const pair = createLinkPair()
    const abort = new AbortController()
    const reason = new Error('stop')
    const receiver = new FakeReceiver(pair.device, new AbortController().signal, {
      answer: (frame) => {
        if (frame.number === 3) abort.abort(reason)
        return 'ack'
      },
    })
    const received = receiver.run()
    const sent = (async () => {
      for await (const _ of sendFile(pair.host, { name: 'a', bytes: pattern(90_000) }, quick, abort.signal));
    })()
    await expect(sent).rejects.toBe(reason)
    await received
    expect(receiver.cancelled).toBe(8)
    expect(receiver.files).toHaveLength(0)
  })

  it('cancels the receiver when nobody wants the events any more', async () => {
    const pair = createLinkPair()
    const receiver = new FakeReceiver(pair.device, new AbortController().signal)
    const received = receiver.run()
    const file = { name: 'a', bytes: pattern(90_000) }
    for await (const event of sendFile(pair.host, file, quick, new AbortController().signal)) {
      if (event.kind === 'accepted') break
    }
    await received
    expect(receiver.cancelled).toBe(8)
  })

  it('leaves what the device prints behind its last ACK', async () => {
    const pair = createLinkPair()
    const { signal } = new AbortController()
    const received = new FakeReceiver(pair.device, signal)
      .run()
      .then(() => pair.device.write(new TextEncoder().encode('## Total Size CC\r\n'), signal))
    for await (const _ of sendFile(pair.host, { name: 'a', bytes: pattern(5) }, quick, signal));
    await received
    const rest = await pair.host.read({ atLeast: 18, timeoutMs: 2000, signal })
    expect(Buffer.from(rest).toString()).toBe('## Total Size CC\r\n')
  })

  it('delivers the same bytes whatever faults come', async () => {
    const fault = fc.constantFrom(
      'ack',
      'nak',
      'takeSilently',
      'drop',
      'ackTwice',
      'garbageThenAck',
      'request',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.nat(6000),
        fc.array(fault, { maxLength: 8 }),
        fc.constantFrom(128 as const, 1024 as const),
        async (size, faults, blockSize) => {
          let at = 0
          const { receiver, error } = await transfer(
            pattern(size),
            { answer: () => (faults[at++] ?? 'ack') as 'ack' },
            { blockSize, maxRetries: 12, ackTimeoutMs: 20 },
          )
          expect(error).toBeNull()
          expect(Buffer.compare(receiver.files[0]?.bytes ?? Buffer.of(), pattern(size))).toBe(0)
        },
      ),
      { numRuns: 10 },
    )
  })
})
