// The protocol as a job uses it: connect, plan, write, verify, reset, with a board behind a command line and without.
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { FlashPlan, Image, Target, VerifyEvent, WriteEvent } from '../../../main/protocols/protocol.ts'
import { findProtocol } from '../../../main/protocols/registry.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { FakeBoard, type FakeBoardOptions } from './fake-board.ts'
import { FakeReceiver } from './fake-receiver.ts'

const boardOptions = {
  values: { ram: '400' },
  enter: [
    {
      send: '\r',
      expect: '> $',
      prompt: true,
      repeatEveryMs: 200,
      timeoutMs: 3000,
      otherwise: 'CONSOLE_NO_PROMPT',
    },
  ],
  capacity: [{ send: 'info\r', expect: 'storage: (?<blocks>\\d+) blocks of (?<blockBytes>\\d+)' }],
  receive: [{ send: 'take {ram} {fileName}\r', expect: 'send now', timeoutMs: 300 }],
  received: [{ expect: 'got (?<received>\\d+) bytes' }, { expect: '> $', prompt: true }],
  pad: [{ send: 'fill {padAddressHex} {padBytesHex}\r', expect: 'filled' }],
  store: [{ send: 'store {ram} {blocksHex}\r', expect: '^stored', refuse: '^E', timeoutMs: 300 }],
  digest: [{ send: 'digest {sizeHex}\r', expect: '^crc (?<crc32>[0-9a-f]{8})$' }],
  reset: [{ send: 'boot\r', expect: 'booting' }],
}

function imageOf(size: number, fileName = 'app v2.bin'): Image {
  const bytes = Uint8Array.from({ length: size }, (_, index) => (index * 13) & 0xff)
  const digest = (name: string): string => createHash(name).update(bytes).digest('hex')
  return { fileName, bytes, sizeBytes: size, md5: digest('md5'), sha256: digest('sha256') }
}

const ymodem = findProtocol('ymodem')

function bench(options: FakeBoardOptions = {}, changes: Record<string, unknown> = {}) {
  const pair = createLinkPair()
  const end = new AbortController()
  const board = new FakeBoard(pair.device, end.signal, options)
  const done = board.run()
  const log: string[] = []
  const { signal } = new AbortController()
  const settings = ymodem.options.parse({
    ackTimeoutMs: 60,
    receiverWaitMs: 1000,
    maxRetries: 3,
    console: { ...boardOptions, ...changes },
  })
  return {
    board,
    log,
    signal,
    pair,
    connect: () =>
      ymodem.connect(pair.host, settings, { signal, log: (line) => log.push(`${line.source} ${line.text}`) }),
    async stop() {
      end.abort()
      await done
    },
  }
}

async function written(target: Target, plan: FlashPlan, signal: AbortSignal): Promise<WriteEvent['kind'][]> {
  const kinds: WriteEvent['kind'][] = []
  for await (const event of target.write(plan, signal)) kinds.push(event.kind)
  return kinds
}

async function verified(target: Target, plan: FlashPlan, signal: AbortSignal): Promise<VerifyEvent[]> {
  const events: VerifyEvent[] = []
  for await (const event of target.verify(plan, signal)) events.push(event)
  return events
}

describe('ymodem behind a command line', () => {
  it('enters, writes, proves and boots', async () => {
    const b = bench()
    const target = await b.connect()
    expect(target.chip.flashSizeBytes).toBe(64 * 512)
    expect(target.proof).toBe('deviceDigest')
    const image = imageOf(3000)
    const plan = target.plan(image)
    expect(plan.totalBytes).toBe(3000)

    const kinds = await written(target, plan, b.signal)
    expect(kinds[0]).toBe('accepted')
    // The storage is touched after the last byte went out.
    expect(kinds.slice(-2)).toEqual(['progress', 'pointOfNoReturn'])
    expect(b.board.commands).toEqual([
      'info',
      'take 400 app_v2.bin',
      `fill ${(0x400 + 3000).toString(16)} 48`,
      'store 400 6',
    ])
    expect(Buffer.from(b.board.storage.subarray(0, 3000)).equals(Buffer.from(image.bytes))).toBe(true)
    expect([...b.board.storage.subarray(3000)].every((byte) => byte === 0xff)).toBe(true)

    const digest = crc32(image.bytes).toString(16).padStart(8, '0')
    expect((await verified(target, plan, b.signal)).at(-1)).toEqual({
      kind: 'proved',
      by: 'deviceDigest',
      algorithm: 'crc32',
      digest,
    })
    await target.reset(b.signal)
    expect(b.board.boots).toBe(1)
    expect(b.log).toContain('device got 3000 bytes of app_v2.bin')
    expect(b.log).toContain('station store 400 6')
    await b.stop()
  })

  it('pads nothing when the image fills its blocks', async () => {
    const b = bench()
    const target = await b.connect()
    await written(target, target.plan(imageOf(1024)), b.signal)
    expect(b.board.commands).toEqual(['info', 'take 400 app_v2.bin', 'store 400 2'])
    await b.stop()
  })

  it('refuses an image that does not fit before anything is sent', async () => {
    const b = bench({ blocks: 4 })
    const target = await b.connect()
    expect(() => target.plan(imageOf(2049))).toThrow(
      expect.objectContaining({
        code: 'IMAGE_TOO_LARGE',
        context: { sizeBytes: 2049, capacityBytes: 2048 },
      }),
    )
    expect(target.plan(imageOf(2048)).totalBytes).toBe(2048)
    expect(b.board.commands).toEqual(['info'])
    await b.stop()
  })

  it('says STORAGE_WRITE when the storage refuses, behind the point of no return', async () => {
    const b = bench({ storeAnswer: 'E 5\r\n' })
    const target = await b.connect()
    const kinds: string[] = []
    const write = async (): Promise<void> => {
      for await (const event of target.write(target.plan(imageOf(100)), b.signal)) kinds.push(event.kind)
    }
    await expect(write()).rejects.toMatchObject({ code: 'STORAGE_WRITE' })
    expect(kinds.at(-1)).toBe('pointOfNoReturn')
    await target.reset(b.signal)
    expect(b.board.boots).toBe(1)
    await b.stop()
  })

  it('says VERIFY_MISMATCH when the storage holds something else', async () => {
    const b = bench({ lies: true })
    const target = await b.connect()
    const plan = target.plan(imageOf(100))
    await written(target, plan, b.signal)
    await expect(verified(target, plan, b.signal)).rejects.toMatchObject({
      code: 'VERIFY_MISMATCH',
      context: { algorithm: 'crc32', expected: crc32(plan.image.bytes).toString(16).padStart(8, '0') },
    })
    await b.stop()
  })

  it('says VERIFY_MISMATCH when the device counts other bytes than were sent', async () => {
    const b = bench({}, { received: [{ expect: 'got (?<received>\\d)' }] })
    const target = await b.connect()
    await expect(written(target, target.plan(imageOf(100)), b.signal)).rejects.toMatchObject({
      code: 'VERIFY_MISMATCH',
      context: { algorithm: 'size', expected: 100, found: 1 },
    })
    expect(b.board.commands).toEqual(['info', 'take 400 app_v2.bin'])
    await b.stop()
  })

  it('finds the prompt again and boots after a cancel in mid transfer, the storage untouched', async () => {
    const abort = new AbortController()
    const b = bench({
      receiver: {
        answer: (frame) => {
          if (frame.number === 2) abort.abort(new Error('stop'))
          return 'ack'
        },
      },
    })
    const target = await b.connect()
    await expect(written(target, target.plan(imageOf(9000)), abort.signal)).rejects.toThrow('stop')
    await target.reset(b.signal)
    expect(b.board.boots).toBe(1)
    expect(b.board.storage).toHaveLength(0)
    await b.stop()
  })

  it('cancels a receiver that it started but never heard of', async () => {
    const b = bench({}, { receive: [{ send: 'take\r', expect: 'something else', timeoutMs: 50 }] })
    const target = await b.connect()
    await expect(written(target, target.plan(imageOf(10)), b.signal)).rejects.toMatchObject({
      code: 'CONSOLE_NO_ANSWER',
    })
    await target.reset(b.signal)
    expect(b.board.boots).toBe(1)
    await b.stop()
  })

  it('boots a device that was not written', async () => {
    const b = bench()
    const target = await b.connect()
    await target.reset(b.signal)
    expect(b.board.commands).toEqual(['info', 'boot'])
    await b.stop()
  })

  it('refuses commands that name what nobody knows, and dialogues that capture nothing that is read', () => {
    for (const [change, path, params] of [
      [
        { reset: [{ send: 'boot {size}\r', expect: 'x' }] },
        ['reset', 0, 'send'],
        { problem: 'noValue', found: 'size' },
      ],
      [
        { store: [{ expect: 'x' }, { send: 'store {size} {flash}\r', expect: 'x' }] },
        ['store', 1, 'send'],
        { problem: 'noValue', found: 'flash' },
      ],
      [{ digest: [{ expect: '(?<crc>x)' }] }, ['digest'], { problem: 'noCapture', expected: 'crc32 md5' }],
    ] as const) {
      const parsed = ymodem.options.safeParse({ console: { ...boardOptions, ...change } })
      expect(parsed.error?.issues).toMatchObject([{ path: ['console', ...path], params }])
    }
  })

  it('takes no number from a device that is none', async () => {
    const b = bench({}, { capacity: [{ send: 'info\r', expect: 'storage: (?<blocks>.*)' }] })
    await expect(b.connect()).rejects.toMatchObject({
      code: 'CONSOLE_NO_ANSWER',
      context: { capture: 'blocks' },
    })
    await b.stop()
  })
})

describe('ymodem with a plain receiver', () => {
  it('is past the point of no return with the first block, and proves nothing', async () => {
    const pair = createLinkPair()
    const { signal } = new AbortController()
    const receiver = new FakeReceiver(pair.device, signal)
    const done = receiver.run()
    const target = await ymodem.connect(pair.host, ymodem.options.parse({}), { signal, log: () => {} })
    expect(target.proof).toBe('none')
    expect(target.chip.flashSizeBytes).toBeNull()
    const kinds = await written(target, target.plan(imageOf(5000, 'x/áb.bin')), signal)
    expect(kinds.slice(0, 2)).toEqual(['accepted', 'pointOfNoReturn'])
    expect(receiver.files[0]?.name).toBe('_b.bin')
    await target.reset(signal)
    await done
  })
})

describe('options', () => {
  it('are strict', () => {
    expect(ymodem.options.safeParse({ blockSize: 512 }).success).toBe(false)
    expect(ymodem.options.safeParse({ fileName: 'a\rreset' }).success).toBe(false)
    expect(ymodem.options.safeParse({ other: 1 }).success).toBe(false)
    expect(ymodem.options.safeParse({ console: { ...boardOptions, values: { ram: 'x\ry' } } }).success).toBe(
      false,
    )
    expect(ymodem.options.safeParse({ console: { ...boardOptions, enter: [{ expect: '(' }] } }).success).toBe(
      false,
    )
  })
})

describe('findProtocol', () => {
  it('knows what it knows', () => {
    expect(findProtocol('ymodem').id).toBe('ymodem')
    expect(() => findProtocol('kermit')).toThrow(expect.objectContaining({ code: 'PROFILE_INVALID' }))
  })
})
