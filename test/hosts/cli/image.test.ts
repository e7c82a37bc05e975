// `flashline image`: what is printed about a file, in both languages and as JSON; joined files; refusals.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseImage } from '../../../main/firmware/formats/index.ts'
import { memoryMap } from '../../../main/hosts/cli/memory-map.ts'
import { espImage, flashOf, partitionTable } from '../../firmware/formats/esp-fixture.ts'
import { run } from './cli-fixture.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-image-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function put(name: string, bytes: string | Uint8Array): string {
  const file = join(dir, name)
  writeFileSync(file, bytes)
  return file
}

/** 3 bytes at 0x08000000, 1 at 0x08000020, entry 0x08000101. */
const hex = ':020000040800F2\n:03000000010203F7\n:01002000AA35\n:0400000508000101ED\n:00000001FF\n'
const boot = () => espImage({ segments: [{ address: 0x3fcd_5820, data: Buffer.from('boot loader data') }] })

test('a HEX file: facts and the map of its memory', async () => {
  const file = put('app.hex', hex)
  const { status, out, err } = await run(['image', file])
  expect([status, err]).toEqual([0, ''])
  expect(out.split('\n')).toEqual([
    `File     ${file}`,
    'Format   Intel HEX',
    `Size     ${hex.length} B`,
    `MD5      ${createHash('md5').update(hex).digest('hex')}`,
    `SHA-256  ${createHash('sha256').update(hex).digest('hex')}`,
    'Entry    0x08000101',
    '',
    '0x08000000 - 0x08000002  3 B   |##..............................|',
    '  gap                    29 B',
    '0x08000020 - 0x08000020  1 B   |...............................#|',
    '',
  ])
})

test('an application image, in Chinese: what it says about itself, and that it has no address', async () => {
  const { out } = await run(['image', put('app.bin', espImage())], { env: { LANG: 'zh_CN.UTF-8' } })
  const lines = out.split('\n').map((line) => line.replace(/ {2,}/, '|'))
  expect(lines).toContain('格式|ESP 镜像')
  expect(lines).toContain('版本|2.0.1')
  expect(lines).toContain('芯片|esp32c3')
  expect(lines).toContain('项目|lamp')
  expect(lines).toContain('文件未包含地址：由配置给出写入地址。')
})

test('--json: one object with every region', async () => {
  const bytes = flashOf({ 0: boot(), 32768: partitionTable(), 65536: espImage() })
  const file = put('flash.bin', bytes)
  const { out } = await run(['image', file, '--json'])
  expect(JSON.parse(out)).toMatchObject({
    file,
    format: 'espMerged',
    sizeBytes: bytes.length,
    md5: createHash('md5').update(bytes).digest('hex'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    version: '2.0.1',
    chip: 'esp32c3',
    entry: null,
    isPlaced: true,
    facts: { project: 'lamp', 'partition ota_0': '0x00010000 +32768 app' },
    regions: [{ address: 0, sizeBytes: bytes.length }],
  })
})

test('text out of a file cannot drive the terminal', async () => {
  const bytes = Buffer.from(':00000001FF\n')
  const { out } = await run(['image', put('\u009b2Jx.bin', Buffer.concat([Buffer.of(0), bytes]))])
  expect(out).not.toContain('\u009b')
})

test.each([
  ['damaged', ':0100000001FF\n', 3, 'IMAGE_FORMAT', 'intelHex checksum at line 1'],
  ['overlapping', ':01000000AB54\n:01000000AB54\n:00000001FF\n', 3, 'IMAGE_ADDRESS', '0x00000000'],
  ['empty', '', 3, 'IMAGE_FORMAT', 'raw no bytes'],
])('a file that is %s', async (_, content, exit, code, fact) => {
  const { status, out, err } = await run(['image', put('app.hex', content)])
  expect([status, out]).toEqual([exit, ''])
  expect(err.split('\n').at(-2)).toBe(code)
  expect(err).toContain(fact)
})

test('a file that is not there, and a folder', async () => {
  mkdirSync(join(dir, 'folder'))
  for (const name of ['nothing.bin', 'folder']) {
    const { status, err } = await run(['image', join(dir, name)])
    expect([status, err.split('\n').at(-2)]).toEqual([2, 'IMAGE_UNREADABLE'])
  }
})

test('--join: regions of several files in one HEX file, whose map is printed', async () => {
  const output = join(dir, 'all.hex')
  const parts = [`${put('boot.bin', boot())}@0x0`, `${put('parts.bin', partitionTable())}@32768`]
  const app = `${put('app@1.bin', espImage())}@0x10000`
  const { status, out, err } = await run(['image', '--join', ...parts, app, '--output', output, '--json'])
  expect([status, err]).toEqual([0, ''])
  const written = parseImage(readFileSync(output))
  expect(written.regions.map(({ address, bytes }) => [address, bytes.length])).toEqual([
    [0, boot().length],
    [0x8000, 0xc00],
    [0x1_0000, espImage().length],
  ])
  expect(JSON.parse(out)).toMatchObject({
    file: output,
    format: 'intelHex',
    chip: 'esp32c3',
    version: '2.0.1',
  })
})

test('--join to UF2: the family of the parts, or the one that is given', async () => {
  const output = join(dir, 'all.uf2')
  const known = await run(['image', '--join', `${put('app.bin', espImage())}@0x10000`, '--output', output])
  expect([known.status, parseImage(readFileSync(output)).facts.family]).toEqual([0, '0xd42ba06c'])
  const part = put('app.hex', hex)
  const args = ['image', '--join', part, '--output', output]
  expect((await run([...args, '--family', 'stm32f4'])).status).toBe(0)
  expect(parseImage(readFileSync(output)).chip).toBe('stm32f4')
  expect((await run([...args, '--family', '0x12345678'])).status).toBe(0)
  expect(parseImage(readFileSync(output)).facts.family).toBe('0x12345678')
  expect((await run(args)).err).toContain('--family is needed')
  expect((await run([...args, '--family', 'z80'])).err).toContain('z80')
})

test('usage', async () => {
  const file = put('app.hex', hex)
  const usages = [
    [],
    [file, '--output', 'x.hex'],
    [file, '--join', file, '--output', 'x.hex'],
    ['--join', file],
    ['--join', file, '--output', 'x.bin'],
  ]
  for (const args of usages) {
    const { status, out, err } = await run(['image', ...args])
    expect([status, out]).toEqual([2, ''])
    expect(err).toContain('error: ')
  }
})

test('refused joins write nothing; an output that cannot be written is told', async () => {
  const part = put('app.hex', hex)
  const output = join(dir, 'all.hex')
  const overlap = await run(['image', '--join', part, `${put('x.bin', 'x')}@0x08000001`, '--output', output])
  expect([overlap.status, overlap.err.split('\n').at(-2)]).toEqual([3, 'IMAGE_ADDRESS'])
  expect(() => readFileSync(output)).toThrow()
  const nowhere = await run(['image', '--join', part, '--output', join(dir, 'no', 'all.hex')])
  expect([nowhere.status, nowhere.err.split('\n').at(-2)]).toEqual([2, 'INPUT_INVALID'])
})

test('the map: small regions far apart take a column each, many regions are counted', () => {
  const far = memoryMap(
    [
      { address: 0, sizeBytes: 1 },
      { address: 0xffff_ffff, sizeBytes: 1 },
    ],
    'en',
  )
  expect(far.split('\n')).toEqual([
    '0x00000000 - 0x00000000  1 B        |#...............................|',
    '  gap                    4295.0 MB',
    '0xffffffff - 0xffffffff  1 B        |...............................#|',
    '',
  ])
  const many = Array.from({ length: 70 }, (_, index) => ({ address: index * 16, sizeBytes: 8 }))
  expect(memoryMap(many, 'en').split('\n').at(-2)).toBe('6 more regions; --json has all.')
  expect(memoryMap([], 'en')).toBe('')
})
