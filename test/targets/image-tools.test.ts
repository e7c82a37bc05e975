// Firmware files between us and the tools that others use: what srec_cat and objcopy write is read, what we write they
// read, byte for byte.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseImage } from '../../main/firmware/formats/index.ts'
import { encodeIntelHex } from '../../main/firmware/formats/intel-hex.ts'
import type { Region } from '../../main/protocols/protocol.ts'
import { shown } from '../firmware/formats/refusal.ts'
import { runTool } from './host-tool.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-tools-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const path = (name: string) => join(dir, name)
const noise = (sizeBytes: number, seed: number) =>
  Uint8Array.from({ length: sizeBytes }, (_, index) => ((index + seed) * 2_654_435_761) >>> 11)
/** Over two borders of 64 KiB, with a gap, beginning at an odd address. */
const regions: readonly Region[] = [
  { address: 0x1_fffb, bytes: noise(70_001, 1) },
  { address: 0x9_0001, bytes: noise(33, 2) },
]
const parsedFile = (name: string) => parseImage(readFileSync(path(name)))

async function convert(...output: string[]): Promise<void> {
  const inputs = regions.flatMap(({ address, bytes }, index) => {
    writeFileSync(path(`${index}.bin`), bytes)
    return [path(`${index}.bin`), '-binary', '-offset', String(address)]
  })
  await runTool('srec_cat', [...inputs, '-o', ...output])
}

test('HEX files of srec_cat: linear, and with segments', async () => {
  await convert(path('linear.hex'), '-intel')
  expect(shown(parsedFile('linear.hex').regions)).toEqual(shown(regions))
  await convert(path('segments.hex'), '-intel', '-address-length=3')
  expect(shown(parsedFile('segments.hex').regions)).toEqual(shown(regions))
})

test.each(['3', '4'])(
  'S-records of srec_cat with %s bytes of address, without and with an entry',
  async (length) => {
    await convert(path('app.srec'), '-motorola', `-address-length=${length}`)
    expect(shown(parsedFile('app.srec').regions)).toEqual(shown(regions))
    await convert(
      path('entry.srec'),
      '-motorola',
      `-address-length=${length}`,
      '-execution-start-address=0x20000',
    )
    expect(parsedFile('entry.srec')).toMatchObject({ format: 'sRecord', entry: 0x2_0000 })
  },
)

test('our HEX file, read by srec_cat and by objcopy', async () => {
  writeFileSync(path('ours.hex'), encodeIntelHex(regions))
  const start = regions[0]?.address ?? 0
  const flat = Buffer.alloc(0x9_0001 + 33 - start)
  for (const { address, bytes } of regions) flat.set(bytes, address - start)
  await runTool('srec_cat', [
    path('ours.hex'),
    '-intel',
    '-offset',
    String(-start),
    '-o',
    path('cat.bin'),
    '-binary',
  ])
  expect(readFileSync(path('cat.bin')).equals(flat)).toBe(true)
  await runTool('objcopy', ['-I', 'ihex', '-O', 'binary', path('ours.hex'), path('objcopy.bin')])
  expect(readFileSync(path('objcopy.bin')).equals(flat)).toBe(true)
})

test('an ELF file has the flash that objcopy takes out of it', async () => {
  const elf = fileURLToPath(new URL('../firmware/formats/golden/headers-in-segment.elf', import.meta.url))
  await runTool('objcopy', ['-I', 'elf32-i386', '-O', 'binary', elf, path('flash.bin')])
  const { regions: loaded } = parseImage(readFileSync(elf))
  const start = loaded[0]?.address ?? 0
  const flat = Buffer.alloc(readFileSync(path('flash.bin')).length)
  for (const { address, bytes } of loaded) flat.set(bytes, address - start)
  expect(readFileSync(path('flash.bin')).equals(flat)).toBe(true)
})
