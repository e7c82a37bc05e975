import { expect, test } from 'vitest'
import { ByteQueue } from '../../main/transports/byte-queue.ts'
import { CarriedLink, type Carrier } from '../../main/transports/carried-link.ts'
import { bytesOf, codeOf, textOf } from '../conformance/link-suite.ts'

const signal = new AbortController().signal

/** Writes down what it is asked to do. */
function recordingCarrier(changes: Partial<Carrier> = {}): { carrier: Carrier; asked: string[] } {
  const asked: string[] = []
  const note = async (text: string): Promise<void> => void asked.push(text)
  const carrier: Carrier = {
    pieceBytes: 4,
    hasSignals: true,
    stallMs: () => 60_000,
    writePiece: (bytes) => note(`write ${textOf(bytes)}`),
    drain: () => note('drain'),
    setBaud: (baudRate) => note(`baud ${baudRate}`),
    setParity: (parity) => note(`parity ${parity}`),
    setSignals: (lines) => note(`signals ${JSON.stringify(lines)}`),
    release: (writeBlocked) => note(`release ${writeBlocked}`),
    ...changes,
  }
  return { carrier, asked }
}

test('writes in pieces, and lets everything leave before the rate changes', async () => {
  const { carrier, asked } = recordingCarrier()
  const link = new CarriedLink('test', carrier)
  await link.write(bytesOf('abcdefghij'), signal)
  await link.setBaud(9600)
  await link.setSignals({ dtr: false })
  await link.close()
  await link.close()
  expect(asked).toEqual([
    'write abcd',
    'write efgh',
    'write ij',
    'drain',
    'baud 9600',
    'signals {"dtr":false}',
    'release false',
  ])
})

test('a device that talks while nobody listens ends the link, not the memory', async () => {
  const { carrier, asked } = recordingCarrier()
  const link = new CarriedLink('test', carrier, new ByteQueue(4))
  link.received(bytesOf('abc'))
  link.received(bytesOf('de'))
  link.received(bytesOf('f'))
  expect(await link.closed).toBe('lost')
  expect(textOf(await link.read({ atLeast: 4, timeoutMs: 60_000, signal }))).toBe('abc')
  await expect(link.read({ atLeast: 1, timeoutMs: 0, signal })).rejects.toMatchObject({
    code: 'LINK_LOST',
    context: { address: 'test', reason: 'overflow', capacityBytes: 4 },
  })
  expect(asked).toEqual(['release false'])
})

test('a write that the carrier refuses is the loss of the link, with its cause', async () => {
  const cause = new Error('EIO')
  const { carrier } = recordingCarrier({ writePiece: () => Promise.reject(cause) })
  const link = new CarriedLink('test', carrier)
  await expect(link.write(bytesOf('x'), signal)).rejects.toMatchObject({ code: 'LINK_LOST', cause })
  expect(await link.closed).toBe('lost')
})

test('a blocked write is told to the carrier, and a release that fails still ends', async () => {
  const told: boolean[] = []
  const release = async (writeBlocked: boolean): Promise<void> => {
    told.push(writeBlocked)
    throw new Error('cannot close')
  }
  const { carrier } = recordingCarrier({ writePiece: () => new Promise(() => {}), release })
  const link = new CarriedLink('test', carrier)
  const writing = codeOf(link.write(bytesOf('x'), signal))
  await new Promise((resolve) => setImmediate(resolve))
  await link.close()
  expect([await writing, await link.closed, told]).toEqual(['LINK_LOST', 'asked', [true]])
})

test('an armed reply leaves before the byte is read, once, and only for that byte alone', async () => {
  const { carrier, asked } = recordingCarrier()
  const link = new CarriedLink('test', carrier)
  const disarm = link.armReply(0x06, bytesOf('next'), signal)
  link.received(Uint8Array.of(0x06))
  expect(asked).toEqual(['write next'])
  await disarm()
  expect(await link.read({ atLeast: 1, timeoutMs: 60_000, signal })).toEqual(Uint8Array.of(0x06))
  link.received(Uint8Array.of(0x06))
  expect(asked).toEqual(['write next'])
  link.discard()

  for (const other of [Uint8Array.of(0x15), Uint8Array.of(0x06, 0x06)]) {
    const notSent = link.armReply(0x06, bytesOf('next'), signal)
    link.received(other)
    link.received(Uint8Array.of(0x06))
    expect(notSent()).toBeNull()
    link.discard()
  }

  const late = link.armReply(0x06, bytesOf('next'), signal)
  expect(late()).toBeNull()
  link.received(Uint8Array.of(0x06))
  // What waits unread came before: it is no answer to what follows.
  const behind = link.armReply(0x06, bytesOf('next'), signal)
  link.received(Uint8Array.of(0x06))
  expect(behind()).toBeNull()
  expect(asked).toEqual(['write next'])
})

test('an armed reply does not overtake a write, nor follow an abort', async () => {
  let take = () => {}
  const { carrier, asked } = recordingCarrier({
    writePiece: (bytes) => {
      asked.push(`write ${textOf(bytes)}`)
      return new Promise((resolve) => {
        take = resolve
      })
    },
  })
  const link = new CarriedLink('test', carrier)
  const writing = link.write(bytesOf('abc'), signal)
  const behind = link.armReply(0x06, bytesOf('next'), signal)
  link.received(Uint8Array.of(0x06))
  expect(behind()).toBeNull()
  take()
  await writing
  link.discard()

  const controller = new AbortController()
  const aborted = link.armReply(0x06, bytesOf('next'), controller.signal)
  controller.abort()
  link.received(Uint8Array.of(0x06))
  expect(aborted()).toBeNull()
  expect(asked).toEqual(['write abc'])
})
