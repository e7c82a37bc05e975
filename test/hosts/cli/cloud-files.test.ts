// Where a local cloud's firmware files lie, from the command line: a shared folder, and what is no place.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stationParts } from '../../../main/hosts/cli/parts.ts'
import { run } from './cli-fixture.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-cli-files-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const real = (...args: string[]) => run(args, { parts: stationParts })
const image = randomBytes(2000)
const firmware = async (...more: string[]) => {
  await writeFile(join(dir, 'app.bin'), image)
  const args = ['--product', 'p1', '--image', join(dir, 'app.bin'), '--version', '2.0.1']
  return real('cloud', 'add-firmware', ...args, '--data', join(dir, 'data'), ...more)
}

test('an image goes into the shared folder, and nowhere else', async () => {
  const share = join(dir, 'share')
  await mkdir(share)
  expect(await firmware('--files', share)).toMatchObject({ status: 0, err: '' })
  const task = [
    '--product',
    'p1',
    '--device',
    'd1',
    '--image',
    join(dir, 'app.bin'),
    '--from',
    '1',
    '--to',
    '2',
  ]
  const added = await real('cloud', 'add-task', ...task, '--data', join(dir, 'data'), '--files', share)
  expect(added).toMatchObject({ status: 0, err: '' })
  const sha256 = createHash('sha256').update(image).digest('hex')
  expect(await readdir(share)).toEqual([sha256])
  expect((await readFile(join(share, sha256))).equals(image)).toBe(true)
  expect(await readdir(join(dir, 'data'))).not.toContain('files')
})

test('a folder that is not there is not made', async () => {
  const share = join(dir, 'mnt', 'share')
  for (const ran of [
    await firmware('--files', share),
    await real('cloud', '--port', '0', '--data', join(dir, 'data'), '--files', share),
  ]) {
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringContaining('FILES_UNREACHABLE') })
  }
  expect(await readdir(dir)).not.toContain('mnt')
})

test.each([
  [['--files', 's3://No_Bucket'], 'INPUT_INVALID'],
  [['--files', 's3://bucket', '--files-endpoint', 'http://key:secret@store'], 'INPUT_INVALID'],
  [['--files-endpoint', 'http://store:9000'], '--files s3://'],
])('%j is refused', async (args, words) => {
  expect(await firmware(...args)).toMatchObject({ status: 2, out: '', err: expect.stringContaining(words) })
})
