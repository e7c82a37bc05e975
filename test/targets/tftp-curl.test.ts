// The TFTP server against a client of others: curl, with blocks of several sizes and without any option; block numbers that
// wrap; many at once; and what curl says when it is refused.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Offered, Served } from '../../main/hand-out/hand-out.ts'
import { createTftpServer } from '../../main/hand-out/tftp/tftp-server.ts'
import { runTool } from './host-tool.ts'

const server = createTftpServer({ hosts: () => ['127.0.0.1'], port: 0, log: { warn: () => {} } })
// More than 65535 blocks of 8 bytes.
const bytes = randomBytes(600_000)
let dir: string
let offered: Offered
let last: Served

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-curl-'))
  offered = await server.offer({
    file: { bytes, sha256: '' },
    fileName: 'app.bin',
    deviceIp: null,
    host: null,
    lifetimeMs: 600_000,
    onServed: (served) => {
      last = served
    },
  })
})
afterAll(async () => {
  await server.close()
  await rm(dir, { recursive: true, force: true })
})

async function fetched(name: string, ...options: readonly string[]): Promise<Buffer> {
  const path = join(dir, name)
  await runTool('curl', ['--silent', '--show-error', ...options, '--output', path, offered.url])
  return readFile(path)
}

test.for([
  ['8', '--tftp-blksize', '8'],
  ['1468', '--tftp-blksize', '1468'],
  ['granted-less', '--tftp-blksize', '65464'],
  ['none', '--tftp-no-options'],
])('curl fetches the file to the byte, blocks %s', async ([name = '', ...options]) => {
  expect((await fetched(name, ...options)).equals(bytes)).toBe(true)
  expect(last).toMatchObject({ doneBytes: bytes.length, isWhole: true, open: 0 })
})

test('sixty-four at once', async () => {
  const all = await Promise.all(Array.from({ length: 64 }, (_, at) => fetched(`many-${at}`)))
  expect(all.every((one) => one.equals(bytes))).toBe(true)
})

test('curl is told that a name is not there, and that nothing can be put', async () => {
  const { url, path } = offered
  const wrong = url.replace(path, 'other.bin')
  await expect(runTool('curl', ['-sS', '-o', join(dir, 'wrong'), wrong])).rejects.toThrow(/ended with 68/)
  const put = join(dir, 'many-0')
  await expect(runTool('curl', ['-sS', '--upload-file', put, url])).rejects.toThrow(/ended with 69/)
})
