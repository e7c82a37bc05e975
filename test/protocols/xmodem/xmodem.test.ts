// The protocol as a job uses it, on the simulated chip in every mode and behind a command line: what is stored, what is
// refused before anything is sent, what cancels, cuts and noise leave behind.
import { crc32 } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { ChipFaults, SimulatedChip } from '../../../main/practice/chip.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { createXmodemChip, type XmodemChipOptions } from '../../../main/practice/xmodem/index.ts'
import { receiveXmodem } from '../../../main/practice/xmodem/receiver.ts'
import type { FlashPlan, Target, WriteEvent } from '../../../main/protocols/protocol.ts'
import { findProtocol } from '../../../main/protocols/registry.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { imageOf } from '../../image-of.ts'
import { FakeBoard } from '../ymodem/fake-board.ts'

const xmodem = findProtocol('xmodem')
const device = { deviceId: '1', mac: 'CC00C0FFEE01', sn: 'CCC1' }
const oldImage = buildDemoImage({ productId: 'demo', version: '1.0.0' }, 3000)
const newImage = buildDemoImage({ productId: 'demo', version: '2.0.1' }, 20_001)

/** A chip on a cable, and the protocol connected to it. */
async function bench(options: Partial<XmodemChipOptions> = {}, more: Record<string, unknown> = {}) {
  const chip = createXmodemChip({ device, mode: 'crc', stored: oldImage, pollMs: 100, asks: 50, ...options })
  const notices: (string | null)[] = []
  const plug = async () => {
    const pair = createLinkPair()
    chip.attach(pair)
    chip.powerOn()
    const target = await xmodem.connect(
      pair.host,
      xmodem.options.parse({ ackTimeoutMs: 300, receiverWaitMs: 3000, ...more }),
      { signal: new AbortController().signal, log: () => {}, notice: (notice) => notices.push(notice) },
    )
    return { target, pair }
  }
  return { chip, notices, plug, ...(await plug()), [Symbol.asyncDispose]: () => chip.close() }
}

async function write(
  target: Target,
  bytes: Uint8Array,
  signal = new AbortController().signal,
  onEvent: (event: WriteEvent) => void = () => {},
): Promise<WriteEvent['kind'][]> {
  const kinds: WriteEvent['kind'][] = []
  for await (const event of target.write(target.plan(imageOf(bytes)), signal)) {
    kinds.push(event.kind)
    onEvent(event)
  }
  return kinds
}

const holds = (chip: SimulatedChip, bytes: Uint8Array, padding = 0x1a): void => {
  expect(chip.storage.subarray(0, bytes.length).equals(bytes)).toBe(true)
  const end = Math.ceil(bytes.length / 128) * 128
  expect(chip.storage.subarray(bytes.length, end).every((byte) => byte === padding)).toBe(true)
}

describe('a plain receiver', () => {
  test.each([
    ['crc', 128],
    ['crc', 1024],
    ['checksum', 128],
    ['checksum', 1024],
    ['crcThenChecksum', 1024],
  ] as const)('that asks for %s takes the image in blocks of %i', async (mode, blockSize) => {
    await using b = await bench({ mode }, { blockSize, padding: 'ff' })
    expect(b.target).toMatchObject({ proof: 'none', chip: { family: 'xmodem', flashSizeBytes: null } })
    const kinds = await write(b.target, newImage)
    expect(kinds.slice(0, 2)).toEqual(['accepted', 'pointOfNoReturn'])
    holds(b.chip, newImage, 0xff)
  })

  test('boots what it got, and says so on the same line', async () => {
    await using b = await bench()
    const { signal } = new AbortController()
    await write(b.target, newImage)
    await b.target.reset(signal)
    let said = ''
    while (!said.includes('running'))
      said += Buffer.from(await b.pair.host.read({ atLeast: 1, timeoutMs: 5000, signal })).toString('latin1')
    expect(said).toContain('APP version 2.0.1 running')
  })

  test.each<[string, Partial<ChipFaults>]>([
    ['noise before every answer', { noiseBeforeAnswers: Uint8Array.of(0xff, 0x41, 0x00) }],
    ['a byte that breaks on the way there', { flipIn: { at: 5000, times: 3 } }],
    ['an answer that breaks', { flipOut: { at: 60, times: 1 } }],
    ['an answer that is lost', { loseOut: { at: 60, times: 1 } }],
  ])('survives %s', async (_, faults) => {
    await using b = await bench({ faults })
    await write(b.target, newImage)
    holds(b.chip, newImage)
  })

  test('what does not fit, or is nothing, is refused before anything is sent', async () => {
    await using b = await bench({}, { capacityBytes: 20_000 })
    const before = Buffer.from(b.chip.storage)
    expect(() => b.target.plan(imageOf(newImage))).toThrow(
      expect.objectContaining({
        code: 'IMAGE_TOO_LARGE',
        context: { sizeBytes: 20_001, capacityBytes: 20_000 },
      }),
    )
    expect(() => b.target.plan(imageOf(new Uint8Array(0)))).toThrow(
      expect.objectContaining({ code: 'IMAGE_SIZE' }),
    )
    expect(b.chip.storage.equals(before)).toBe(true)
  })

  test('a flash that refuses ends in RECEIVER_CANCELLED', async () => {
    await using b = await bench({ faults: { refuseFrom: 8192 } })
    await expect(write(b.target, newImage)).rejects.toMatchObject({ code: 'RECEIVER_CANCELLED' })
  })

  test('nobody there is RECEIVER_SILENT, and one that falls silent too', async () => {
    await using never = await bench({ faults: { silent: true } }, { receiverWaitMs: 200 })
    await expect(write(never.target, newImage)).rejects.toMatchObject({ code: 'RECEIVER_SILENT' })
    await using hangs = await bench(
      { faults: { hangAfterStoredBytes: 4096 } },
      { ackTimeoutMs: 30, maxRetries: 2 },
    )
    await expect(write(hangs.target, newImage)).rejects.toMatchObject({ code: 'RECEIVER_SILENT' })
  })

  test('what was cut in the middle is whole after the second run', async () => {
    await using b = await bench({ faults: { cutAfterStoredBytes: 9000 } })
    await expect(write(b.target, newImage)).rejects.toMatchObject({ code: 'LINK_LOST' })
    const { target } = await b.plug()
    await write(target, newImage)
    holds(b.chip, newImage)
  })

  test.each(['accepted', 'pointOfNoReturn', 'progress'] as const)(
    'is left at once when cancelled or unplugged at %s',
    async (at) => {
      const big = buildDemoImage({ productId: 'demo', version: '3.0.0' }, 400_000)
      await using cancelled = await bench()
      const abort = new AbortController()
      const reason = new Error('stop')
      await expect(
        write(cancelled.target, big, abort.signal, ({ kind }) => kind === at && abort.abort(reason)),
      ).rejects.toBe(reason)
      await cancelled.target.reset(new AbortController().signal)

      await using unplugged = await bench()
      await expect(
        write(unplugged.target, big, undefined, ({ kind }) => kind === at && unplugged.chip.cut()),
      ).rejects.toMatchObject({ code: 'LINK_LOST' })
      const { target } = await unplugged.plug()
      await write(target, newImage)
      holds(unplugged.chip, newImage)
    },
  )

  test('is left at once when cancelled before it asks', async () => {
    await using b = await bench({ faults: { silent: true } })
    const abort = new AbortController()
    const reason = new Error('stop')
    const writing = write(b.target, newImage, abort.signal)
    setImmediate(() => abort.abort(reason))
    await expect(writing).rejects.toBe(reason)
  })
})

describe('behind a command line', () => {
  const consoleOptions = {
    values: { ram: '400' },
    enter: [{ send: '\r', expect: '> $', prompt: true, repeatEveryMs: 200, timeoutMs: 3000 }],
    capacity: [{ send: 'info\r', expect: 'storage: (?<blocks>\\d+) blocks of (?<blockBytes>\\d+)' }],
    receive: [{ send: 'take {ram} {fileName}\r', expect: 'send now' }],
    received: [{ expect: 'got (?<received>\\d+) bytes' }, { expect: '> $', prompt: true }],
    store: [{ send: 'store {ram} {blocksHex}\r', expect: '^stored' }],
    digest: [{ send: 'digest {sizeHex}\r', expect: '^crc (?<crc32>[0-9a-f]{8})$' }],
    reset: [{ send: 'boot\r', expect: 'booting' }],
  }

  function boardBench(lies: boolean) {
    const pair = createLinkPair()
    const end = new AbortController()
    const board = new FakeBoard(pair.device, end.signal, {
      lies,
      async takeFile(link, signal) {
        const parts: Uint8Array[] = []
        const result = await receiveXmodem(
          {
            async read(count, timeoutMs) {
              const bytes = await link.read({ atLeast: count, atMost: count, timeoutMs, signal })
              if (bytes.length === count) return bytes.slice()
              link.unread(bytes)
              return null
            },
            send: (bytes) => void link.write(bytes, signal).catch(() => {}),
            discard: () => void link.discard(),
          },
          (_, bytes) => parts.push(bytes) > 0,
          { mode: 'crc', pollMs: 200, asks: 20 },
        )
        return result === 'received' ? Buffer.concat(parts) : null
      },
    })
    const done = board.run()
    const stop = async (): Promise<void> => {
      end.abort()
      await done
    }
    return { board, pair, stop }
  }

  async function verified(target: Target, plan: FlashPlan, signal: AbortSignal) {
    for await (const event of target.verify(plan, signal)) if (event.kind === 'proved') return event
    return null
  }

  test.each([false, true])('the digest is of the image without its padding; it lies: %s', async (lies) => {
    const b = boardBench(lies)
    const { signal } = new AbortController()
    const options = xmodem.options.parse({ blockSize: 1024, console: consoleOptions })
    const target = await xmodem.connect(b.pair.host, options, { signal, log: () => {} })
    expect(target).toMatchObject({ proof: 'deviceDigest', chip: { flashSizeBytes: 64 * 512 } })
    const kinds = await write(target, newImage)
    expect(kinds[0]).toBe('accepted')
    expect(kinds.at(-1)).toBe('pointOfNoReturn')
    const plan = target.plan(imageOf(newImage))
    const digest = crc32(newImage).toString(16).padStart(8, '0')
    if (lies)
      await expect(verified(target, plan, signal)).rejects.toMatchObject({
        code: 'VERIFY_MISMATCH',
        context: { algorithm: 'crc32', expected: digest },
      })
    else expect(await verified(target, plan, signal)).toMatchObject({ by: 'deviceDigest', digest })
    await target.reset(signal)
    expect(b.board.boots).toBe(1)
    await b.stop()
  })
})
