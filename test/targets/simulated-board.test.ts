// The simulated board counts as a target only because a host tool that nobody here wrote can flash it: lrzsz's `sb`
// sends an image after `loady`, and what `virtio write` stores is that image. sb runs on pipes, not on a terminal.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { demoImage, demoVersions } from '../../main/practice/demo.ts'
import type { Link } from '../../main/transports/link.ts'
import { atPrompt, type } from '../practice/console-talk.ts'
import { startTestBoard } from '../practice/test-board.ts'
import { missingTool } from './host-tool.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'simulated-board-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/**
 * Plugs sb's standard input and output into the link until sb ends. Returns its exit status and what the board said,
 * since its last words may come before the news of sb's end.
 */
async function sendWithSb(link: Link, fileName: string): Promise<{ status: number | null; said: string }> {
  const sb = spawn('sb', ['-k', '-q', fileName], { cwd: dir, stdio: ['pipe', 'pipe', 'ignore'] })
  const ended = new AbortController()
  const exit = once(sb, 'exit')
    .catch((error: unknown) => {
      throw missingTool('sb', error)
    })
    .finally(() => ended.abort())
  sb.stdin.on('error', () => {})
  sb.stdout.on('data', (bytes: Buffer) => void link.write(bytes, ended.signal).catch(() => {}))
  let said = ''
  const toSb = async () => {
    for (;;) {
      const bytes = await link.read({ atLeast: 1, timeoutMs: 60_000, signal: ended.signal })
      said += Buffer.from(bytes).toString('latin1')
      sb.stdin.write(bytes)
    }
  }
  toSb().catch(() => {})
  const [status] = await exit
  return { status, said }
}

test.each(['lrzsz', 'u-boot'] as const)('sb flashes the board whose receiver is like %s', async (style) => {
  const image = demoImage(demoVersions.to)
  await writeFile(join(dir, 'image.bin'), image)
  await using started = startTestBoard({ receiver: { style, pollMs: 500 } })
  const { board, link } = started
  await type(link, '', /APP version 1\.0\.0 running\r\n=> $/)
  await type(link, 'loady 0x40400000\r', /download to 0x40400000 at 115200 bps\.\.\.\r\n/)

  const { status, said } = await sendWithSb(link, 'image.bin')
  expect(status).toBe(0)
  expect(said + (await type(link, '\x03', atPrompt))).toContain(`= ${image.length} Bytes`)
  const crc = crc32(image).toString(16).padStart(8, '0')
  expect(
    await type(link, `crc32 0x40400000 0x${image.length.toString(16)}\r`, /==> [0-9a-f]{8}\r\n=> $/),
  ).toContain(crc)
  await type(
    link,
    `virtio write 0x40400000 0x0 0x${Math.ceil(image.length / 512).toString(16)}\r`,
    /blocks written: OK\r\n=> $/,
  )
  expect(board.storage.subarray(0, image.length).equals(image)).toBe(true)
  await type(link, 'reset\r', /APP version 2\.0\.1 running\r\n=> $/)
})
