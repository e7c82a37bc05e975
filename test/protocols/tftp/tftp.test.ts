// The protocol as a job uses it, on a board of its own words that fetches from a hand-out of the test.
import { describe, expect, it } from 'vitest'
import type { HandOut, HandOutOffer, Served } from '../../../main/hand-out/hand-out.ts'
import type { ConnectContext, Target, WriteEvent } from '../../../main/protocols/protocol.ts'
import { findProtocol } from '../../../main/protocols/registry.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { imageOf } from '../../image-of.ts'
import { FakeBoard, type FakeBoardOptions } from '../ymodem/fake-board.ts'

const protocol = findProtocol('tftp')

const consoleOptions = {
  values: { ram: '400' },
  enter: [{ send: '\r', expect: '> $', prompt: true, repeatEveryMs: 100, otherwise: 'CONSOLE_NO_PROMPT' }],
  capacity: [{ send: 'info\r', expect: 'storage: (?<blocks>\\d+) blocks of (?<blockBytes>\\d+)' }],
  fetch: [
    {
      send: 'take {serverIp} {fileName} {blockSize} {windowSize}\r',
      expect: '^got (?<received>\\d+) bytes',
      refuse: '^(aborted|TFTP error)',
      timeoutMs: 5000,
    },
    { expect: '> $', prompt: true },
  ],
  store: [{ send: 'store {ram} {blocksHex}\r', expect: '^stored', refuse: '^E' }],
  digest: [{ send: 'digest {sizeHex}\r', expect: '^crc (?<crc32>[0-9a-f]{8})$' }],
  reset: [{ send: 'boot\r', expect: 'booting' }],
}

const nothing: Served = { doneBytes: 0, requests: 0, open: 0, isWhole: false }

/** Hands out to nobody but the test. */
class HandMadeOut implements HandOut {
  offer: HandOutOffer | null = null
  closed = 0

  http(): Promise<never> {
    return Promise.reject(new Error('not asked for'))
  }

  tftp(offer: HandOutOffer) {
    this.offer = offer
    const close = () => {
      this.closed += 1
    }
    const host = offer.host ?? '10.0.0.1'
    return Promise.resolve({ url: '', host, port: 69, path: 'secret.bin', close })
  }

  serve(change: Partial<Served>): void {
    this.offer?.onServed({ ...nothing, ...change })
  }
}

function bench(
  takeFile: (out: HandMadeOut) => FakeBoardOptions['takeFile'],
  options: Record<string, unknown> = {},
  context: Partial<ConnectContext> = {},
) {
  const pair = createLinkPair()
  const out = new HandMadeOut()
  const end = new AbortController()
  const take = takeFile(out)
  const board = new FakeBoard(pair.device, end.signal, take ? { takeFile: take } : {})
  const done = board.run()
  const notices: (string | null)[] = []
  const { signal } = new AbortController()
  const settings = protocol.options.parse({ fetchTimeoutMs: 1000, console: consoleOptions, ...options })
  const connect = () =>
    protocol.connect(pair.host, settings, {
      signal,
      log: () => {},
      notice: (notice) => void notices.push(notice),
      handOut: out,
      ...context,
    })
  const stop = async () => {
    end.abort()
    await pair.host.close()
    await done
  }
  return { board, out, notices, signal, connect, stop, pair }
}

async function written(target: Target, size: number, signal: AbortSignal): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(target.plan(imageOf(new Uint8Array(size).fill(7))), signal))
    events.push(event)
  return events
}

describe('tftp', () => {
  it('tells the console what to fetch, and counts what was served', async () => {
    const b = bench(
      (out) => async () => {
        out.serve({ requests: 1, open: 1 })
        out.serve({ requests: 1, open: 1, doneBytes: 1500 })
        out.serve({ requests: 1, doneBytes: 3000, isWhole: true })
        return new Uint8Array(3000).fill(7)
      },
      { serverHost: '10.9.9.9', blockSize: 1024, windowSize: 4 },
    )
    const target = await b.connect()
    const events = await written(target, 3000, b.signal)
    expect(events[0]).toEqual({ kind: 'accepted' })
    expect(events.at(-2)).toEqual({ kind: 'progress', doneBytes: 3000, totalBytes: 3000 })
    expect(events.at(-1)).toEqual({ kind: 'pointOfNoReturn' })
    expect(b.board.commands).toEqual(['info', 'take 10.9.9.9 secret.bin 1024 4', 'store 400 6'])
    expect(Buffer.from(b.board.storage).equals(Buffer.alloc(3000, 7))).toBe(true)
    expect(b.out.offer?.file).toMatchObject({ bytes: new Uint8Array(3000).fill(7) })
    expect(b.out.closed).toBe(1)
    expect(b.notices[0]).toBe('waitingForFetch')
    expect(b.notices.at(-1)).toBeNull()
    await b.stop()
  })

  it('stores nothing when the device counts another size', async () => {
    const b = bench((out) => async () => {
      out.serve({ requests: 1, doneBytes: 3000, isWhole: true })
      return new Uint8Array(2999)
    })
    const target = await b.connect()
    await expect(written(target, 3000, b.signal)).rejects.toMatchObject({
      code: 'VERIFY_MISMATCH',
      context: { algorithm: 'size', expected: 3000, found: 2999 },
    })
    expect(b.board.storage).toHaveLength(0)
    expect(b.out.closed).toBe(1)
    await target.reset(b.signal)
    expect(b.board.boots).toBe(1)
    await b.stop()
  })

  it('says PULL_NOT_STARTED when the device never asks, though it says that it has the file', async () => {
    const b = bench(() => async () => new Uint8Array(3000))
    const target = await b.connect()
    await expect(written(target, 3000, b.signal)).rejects.toMatchObject({ code: 'PULL_NOT_STARTED' })
    expect(b.board.storage).toHaveLength(0)
    await b.stop()
  })

  it('says PULL_STOPPED with what was fetched when the device gives up, and its refusal when it never began', async () => {
    const begun = bench((out) => async () => {
      out.serve({ requests: 1, open: 1, doneBytes: 1000 })
      return null
    })
    const target = await begun.connect()
    await expect(written(target, 3000, begun.signal)).rejects.toMatchObject({
      code: 'PULL_STOPPED',
      context: { doneBytes: 1000, totalBytes: 3000, said: 'aborted' },
    })
    await begun.stop()

    const never = bench(() => async () => null)
    const other = await never.connect()
    await expect(written(other, 3000, never.signal)).rejects.toMatchObject({
      code: 'CONSOLE_REFUSED',
      context: { line: 'aborted' },
    })
    await never.stop()
  })

  it.each([
    ['PULL_NOT_STARTED', 0, { timeoutMs: 1000 }],
    ['PULL_STOPPED', 1000, { timeoutMs: 1000, doneBytes: 1000 }],
  ])('says %s when nothing moves any more', async (code, doneBytes, context) => {
    const b = bench((out) => (_, signal) => {
      if (doneBytes > 0) out.serve({ requests: 1, open: 1, doneBytes })
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    const target = await b.connect()
    await expect(written(target, 3000, b.signal)).rejects.toMatchObject({ code, context })
    expect(b.out.closed).toBe(1)
    await b.stop()
  })

  it('ends at once when it is cancelled or the cable is pulled, and takes the offer back', async () => {
    const cancel = new AbortController()
    const cancelled = bench(() => (_, signal) => {
      cancel.abort(new Error('stop'))
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })
    const target = await cancelled.connect()
    await expect(written(target, 3000, cancel.signal)).rejects.toThrow('stop')
    expect(cancelled.out.closed).toBe(1)
    await cancelled.stop()

    const pulled = bench((out) => async () => {
      out.serve({ requests: 1, open: 1 })
      pulled.pair.pull()
      return null
    })
    const other = await pulled.connect()
    await expect(written(other, 3000, pulled.signal)).rejects.toMatchObject({ code: 'LINK_LOST' })
    expect(pulled.out.closed).toBe(1)
    await pulled.stop()
  })

  it('touches no device when there is nothing to fetch from, or no command for it', async () => {
    const pair = createLinkPair()
    const context = { signal: new AbortController().signal, log: () => {} }
    const settings = protocol.options.parse({ console: consoleOptions })
    await expect(protocol.connect(pair.host, settings, context)).rejects.toMatchObject({
      code: 'HANDOUT_UNSET',
    })
    await expect(
      protocol.connect(pair.host, protocol.options.parse({}), { ...context, handOut: new HandMadeOut() }),
    ).rejects.toMatchObject({ code: 'PROFILE_INVALID' })
    await pair.host.close()
  })

  it('knows the names of a fetch in its scripts alone', () => {
    const parse = (change: Record<string, unknown>) =>
      protocol.options.safeParse({ console: { ...consoleOptions, ...change } }).error?.issues
    expect(parse({ reset: [{ send: 'boot {serverIp}\r', expect: 'x' }] })).toMatchObject([
      { path: ['console', 'reset', 0, 'send'], params: { problem: 'noValue', found: 'serverIp' } },
    ])
    expect(parse({ fetch: [{ send: 'take {fileName}\r', expect: 'x' }] })).toMatchObject([
      { path: ['console', 'fetch'], params: { problem: 'noCapture', expected: 'received' } },
    ])
  })
})
