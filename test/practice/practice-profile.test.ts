// The profile `practice` and the protocol `ymodem` against a simulated board: a whole flash, and each fault of the
// board under the error code that belongs to it.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { BoardFaults } from '../../main/practice/board-machine.ts'
import { demoImage, demoVersions } from '../../main/practice/demo.ts'
import { parseProfile } from '../../main/profiles/load.ts'
import { runScript } from '../../main/protocols/console/console.ts'
import type { Image, Target, WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import type { Link } from '../../main/transports/link.ts'
import { createLinkPair } from '../../main/transports/memory.ts'
import { startTestBoard } from './test-board.ts'

const protocol = findProtocol('ymodem')
const profile = parseProfile(
  'practice.json',
  readFileSync(new URL('../../resources/profiles/practice.json', import.meta.url), 'utf8'),
  (id) => findProtocol(id).options,
)
const bytes = demoImage(demoVersions.to)
const digest = (name: string) => createHash(name).update(bytes).digest('hex')
const image: Image = {
  fileName: demoVersions.to.fileName,
  bytes,
  sizeBytes: bytes.length,
  md5: digest('md5'),
  sha256: digest('sha256'),
}
const { signal } = new AbortController()
const log = () => {}

const play = (link: Link, script: typeof profile.identify) =>
  runScript(link, script ?? [], { values: {}, signal, log })
/** `receiverWaitMs` is for the case of a receiver that never asks. */
const connect = (link: Link, receiverWaitMs = 2000) =>
  protocol.connect(link, protocol.options.parse({ ...profile.options, receiverWaitMs }), { signal, log })

async function write(target: Target): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(target.plan(image), signal)) events.push(event)
  return events
}
async function verify(target: Target) {
  const events = []
  for await (const event of target.verify(target.plan(image), signal)) events.push(event)
  return events
}

test('identifies, flashes, proves and confirms', async () => {
  await using started = startTestBoard()
  const { board, link } = started
  expect(await play(link, profile.identify)).toEqual({
    deviceId: '1100001',
    mac: '02F1A5410001',
    sn: 'PRACTICE-0001',
    version: '1.0.0',
  })
  const target = await connect(link)
  expect(target.chip.flashSizeBytes).toBe(1024 * 512)
  const events = await write(target)
  expect(events.map(({ kind }) => kind).filter((kind) => kind !== 'progress')).toEqual([
    'accepted',
    'pointOfNoReturn',
  ])
  expect(board.storage.subarray(0, bytes.length).equals(bytes)).toBe(true)
  // The rest of the last block is zeros, not what lay in memory.
  const padEnd = Math.ceil(bytes.length / 512) * 512
  expect(board.storage.subarray(bytes.length, padEnd).every((byte) => byte === 0)).toBe(true)
  expect((await verify(target)).at(-1)).toMatchObject({ kind: 'proved', algorithm: 'crc32' })
  await target.reset(signal)
  expect(await play(link, profile.confirm)).toEqual({ version: '2.0.1' })
})

describe('faults', () => {
  const flash = async (faults: Partial<BoardFaults>) => {
    const started = startTestBoard({ faults })
    try {
      const target = await connect(started.link, 1000)
      const events = await write(target)
      return { events, proofs: await verify(target) }
    } finally {
      await started[Symbol.asyncDispose]()
    }
  }

  test.each<[string, Partial<BoardFaults>, string]>([
    ['a board that lies about its storage', { lies: true }, 'VERIFY_MISMATCH'],
    ['a receiver that cancels', { cancelAfterBlocks: 20 }, 'RECEIVER_CANCELLED'],
    ['a receiver that never asks', { deafReceiver: true }, 'RECEIVER_SILENT'],
    ['a cable pulled in the transfer', { cutAfterReceivedBytes: 50_000 }, 'LINK_LOST'],
    ['a cable pulled while it stores', { cutAfterStoredBytes: 50_000 }, 'LINK_LOST'],
    ['storage that refuses', { storageFails: true }, 'STORAGE_WRITE'],
    ['a line that never lets a block through', { bitFlip: { at: 5, times: 100 } }, 'TRANSFER_RETRIES'],
  ])('%s: %s', async (_what, faults, code) => {
    await expect(flash(faults)).rejects.toMatchObject({ code })
  })

  test('a flipped bit costs a retry', async () => {
    const { events, proofs } = await flash({ bitFlip: { at: 7, times: 2 } })
    expect(events.filter(({ kind }) => kind === 'retry')).toHaveLength(2)
    expect(proofs.at(-1)).toMatchObject({ kind: 'proved' })
  })

  test('an image larger than the storage is refused before anything is sent', async () => {
    await using started = startTestBoard({ storageBlocks: 500 })
    const target = await connect(started.link)
    expect(() => target.plan(image)).toThrow(expect.objectContaining({ code: 'IMAGE_TOO_LARGE' }))
  })

  test('another version boots than was written', async () => {
    await using started = startTestBoard({ faults: { bootsAs: '1.9.9' } })
    const target = await connect(started.link)
    await write(target)
    await target.reset(signal)
    expect(await play(started.link, profile.confirm)).toEqual({ version: '1.9.9' })
  })

  test('a silent board has no prompt', async () => {
    await using started = startTestBoard({ faults: { silent: true } })
    const script = (profile.identify ?? []).map((step) => ({ ...step, timeoutMs: 100 }))
    await expect(play(started.link, script)).rejects.toMatchObject({ code: 'CONSOLE_NO_PROMPT' })
  })

  test('a board whose image was torn is identified by its last version and can be flashed again', async () => {
    await using started = startTestBoard({ faults: { cutAfterStoredBytes: 50_000 } })
    const { board, link } = started
    expect(await play(link, profile.identify)).toMatchObject({ version: '1.0.0' })
    await expect(connect(link).then(write)).rejects.toMatchObject({ code: 'LINK_LOST' })

    const cable = createLinkPair()
    board.attach(cable)
    board.powerOn()
    expect(await play(cable.host, profile.identify)).toMatchObject({ deviceId: '1100001', version: '1.0.0' })
    const target = await connect(cable.host)
    await write(target)
    await verify(target)
    await target.reset(signal)
    expect(await play(cable.host, profile.confirm)).toEqual({ version: '2.0.1' })
  })
})
