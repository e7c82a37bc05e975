// Our sender to the `rb` of lrzsz, a YMODEM receiver that nobody here wrote.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import type { WriteEvent } from '../../main/protocols/protocol.ts'
import { findProtocol } from '../../main/protocols/registry.ts'
import { linkOver } from './child-link.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flashline-rb-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function flash(bytes: Uint8Array, options: Record<string, unknown>, signal: AbortSignal) {
  const child = spawn('rb', ['-q'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const exited = once(child, 'exit')
  const link = linkOver(child.stdout, child.stdin, 'child://rb')
  const ymodem = findProtocol('ymodem')
  const events: WriteEvent[] = []
  try {
    const target = await ymodem.connect(link, ymodem.options.parse(options), { signal, log: () => {} })
    const plan = target.plan({
      fileName: 'app.bin',
      bytes,
      sizeBytes: bytes.length,
      md5: createHash('md5').update(bytes).digest('hex'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    for await (const event of target.write(plan, signal)) events.push(event)
    return { events, exit: await exited }
  } finally {
    await link.close()
    // An aborted rb ends by itself too; a test that failed must not leave it behind.
    if (child.exitCode === null) child.kill()
  }
}

const sizes = [0, 1, 127, 128, 129, 1023, 1024, 1025, 1024 * 1024 + 1]
const cases = [
  ...sizes.map((size) => ({ size, blockSize: 1024 })),
  ...[0, 129, 1025, 65_537].map((size) => ({ size, blockSize: 128 })),
]

describe.concurrent('lrzsz rb', () => {
  it.for(cases)(
    'takes $size bytes in blocks of $blockSize',
    async ({ size, blockSize }, { expect, signal }) => {
      const bytes = randomBytes(size)
      const fileName = `image-${blockSize}-${size}.bin`
      const { events, exit } = await flash(bytes, { blockSize, fileName }, signal)
      expect(exit).toEqual([0, null])
      const found = await readFile(join(folder, fileName))
      expect(found.length).toBe(size)
      expect(found.equals(bytes)).toBe(true)
      expect(events.slice(0, 2)).toEqual([{ kind: 'accepted' }, { kind: 'pointOfNoReturn' }])
      expect(events.at(-1)).toEqual({ kind: 'progress', doneBytes: size, totalBytes: size })
      expect(events.filter((event) => event.kind === 'retry')).toEqual([])
    },
  )
})
