// The simulated STM32 is proved by stm32flash, which nobody here wrote: it finds, erases, writes, verifies, starts,
// protects. Without parity, which a pseudo terminal cannot carry.
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildStm32Demo } from '../../main/practice/stm32/demo.ts'
import { createStm32Chip, type Stm32ChipOptions } from '../../main/practice/stm32/stm32-chip.ts'
import { chipOnPty } from './chip-on-port.ts'
import { runTool } from './host-tool.ts'

const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }
let folder: string
let file: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flashline-stm32flash-'))
  file = join(folder, 'image.bin')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function chipWith(options: Omit<Stm32ChipOptions, 'device'>) {
  const chip = createStm32Chip({ device, bootsInLoader: true, hasLines: false, ...options })
  return { chip, old: Buffer.from(chip.storage) }
}

const stm32flash = (path: string, ...args: string[]) =>
  runTool('stm32flash', ['-m', '8n1', '-b', '115200', ...args, path])

describe('stm32flash writes and verifies', () => {
  const cases = [
    { id: 0x414, name: 'F1, standard erase', sizeBytes: 40_001, erasedBytes: 40 * 1024 },
    { id: 0x410, name: 'F1, small pages', sizeBytes: 2_050, erasedBytes: 3 * 1024 },
    { id: 0x413, name: 'F4, sectors, extended erase', sizeBytes: 70_003, erasedBytes: 128 * 1024 },
    { id: 0x431, name: 'F411', sizeBytes: 1_001, erasedBytes: 16 * 1024 },
    { id: 0x435, name: 'L4, 2 KiB pages', sizeBytes: 5_000, erasedBytes: 6 * 1024 },
  ]
  test.each(cases)('$name: only the pages it needs', async ({ id, sizeBytes, erasedBytes }) => {
    const { chip } = chipWith({ id })
    chip.storage.fill(0x5a)
    await using port = await chipOnPty(chip)
    const image = buildStm32Demo('2.0.1', sizeBytes)
    await writeFile(file, image)
    await stm32flash(port.path, '-w', file, '-v')
    expect(chip.storage.subarray(0, sizeBytes).equals(image)).toBe(true)
    // The rest of the last page is empty, the next page is as it was.
    expect(chip.storage.subarray(sizeBytes, erasedBytes).every((byte) => byte === 0xff)).toBe(true)
    expect(chip.storage.subarray(erasedBytes).every((byte) => byte === 0x5a)).toBe(true)
  })

  test('twice in a row, in one loader, at a page in the middle', async () => {
    const { chip } = chipWith({ id: 0x414, stored: buildStm32Demo('1.0.0', 9000) })
    const old = Buffer.from(chip.storage)
    await using port = await chipOnPty(chip)
    for (const version of ['2.0.1', '2.0.2']) {
      const image = buildStm32Demo(version, 3000)
      await writeFile(file, image)
      await stm32flash(port.path, '-w', file, '-v', '-S', '0x08004000:4096')
      expect(chip.storage.subarray(0x4000, 0x4000 + 3000).equals(image)).toBe(true)
      expect(chip.storage.subarray(0, 0x4000).equals(old.subarray(0, 0x4000))).toBe(true)
    }
  })

  test('a cell that lies is found by its verify', async () => {
    const { chip } = chipWith({ id: 0x414, faults: { lieAt: 0x200 } })
    await using port = await chipOnPty(chip)
    await writeFile(file, buildStm32Demo('2.0.1', 3000))
    await expect(stm32flash(port.path, '-w', file, '-v')).rejects.toThrow('0x08000200')
  })
})

test.each([0x414, 0x413])('stm32flash erases all of %i', async (id) => {
  const { chip } = chipWith({ id, stored: buildStm32Demo('1.0.0', 100_000) })
  await using port = await chipOnPty(chip)
  await stm32flash(port.path, '-o')
  expect(chip.storage.every((byte) => byte === 0xff)).toBe(true)
})

test('stm32flash starts what it wrote', async () => {
  const { chip } = chipWith({ id: 0x431 })
  await using port = await chipOnPty(chip)
  await writeFile(file, buildStm32Demo('2.0.1', 3000))
  await stm32flash(port.path, '-w', file, '-v', '-g', '0x0')
  expect(await firmwareSays(port.tcp.port)).toContain('APP version 2.0.1 running')
})

test('stm32flash resets it with code in RAM, back into the loader', async () => {
  const { chip } = chipWith({ id: 0x414 })
  await using port = await chipOnPty(chip)
  const image = buildStm32Demo('2.0.1', 3000)
  await writeFile(file, image)
  await stm32flash(port.path, '-w', file, '-R')
  await stm32flash(port.path, '-w', file, '-v')
  expect(chip.storage.subarray(0, 3000).equals(image)).toBe(true)
})

test('stm32flash sets the readout protection, is refused, and takes it off with all that was there', async () => {
  const { chip } = chipWith({ id: 0x413, stored: buildStm32Demo('1.0.0', 50_000) })
  const old = Buffer.from(chip.storage)
  await using port = await chipOnPty(chip)
  const image = buildStm32Demo('2.0.1', 3000)
  await writeFile(file, image)
  await stm32flash(port.path, '-j')
  await expect(stm32flash(port.path, '-w', file, '-v')).rejects.toThrow()
  expect(chip.storage.equals(old)).toBe(true)
  await stm32flash(port.path, '-k')
  expect(chip.storage.every((byte) => byte === 0xff)).toBe(true)
  await stm32flash(port.path, '-w', file, '-v')
  expect(chip.storage.subarray(0, 3000).equals(image)).toBe(true)
})

test('stm32flash says which chip it does not know, and that a silent one is silent', async () => {
  const { chip } = chipWith({ id: 0x414 })
  await using port = await chipOnPty(chip)
  chip.faults.silent = true
  await expect(stm32flash(port.path)).rejects.toThrow('Failed to init device')
})

/** Another program at the same port asks the firmware who it is. */
async function firmwareSays(port: number): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write('id\r')
  let said = ''
  for await (const bytes of socket) {
    said += String(bytes)
    if (said.includes('running')) break
  }
  socket.destroy()
  return said
}
