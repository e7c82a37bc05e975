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
import { missingTool } from './host-tool.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flashline-rb-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** `testSignal` ends the program too; `cancel` only the transfer. `exit`: status and signal of `rb`. */
async function flash(
  bytes: Uint8Array,
  options: Record<string, unknown>,
  testSignal: AbortSignal,
  cancel: AbortSignal = testSignal,
  onProgress: () => void = () => {},
) {
  const signal = AbortSignal.any([testSignal, cancel])
  const stdio: ['pipe', 'pipe', 'pipe'] = ['pipe', 'pipe', 'pipe']
  const child = spawn('rb', ['-q'], { cwd: folder, stdio, signal: testSignal })
  const exited = once(child, 'exit').catch((error: unknown) => [missingTool('rb', error)])
  const link = linkOver(child.stdout, child.stdin, 'child://rb')
  const ymodem = findProtocol('ymodem')
  const events: WriteEvent[] = []
  let failure: unknown = null
  try {
    const target = await ymodem.connect(link, ymodem.options.parse(options), { signal, log: () => {} })
    const plan = target.plan({
      fileName: 'app.bin',
      bytes,
      sizeBytes: bytes.length,
      md5: createHash('md5').update(bytes).digest('hex'),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    for await (const event of target.write(plan, signal)) {
      events.push(event)
      if (event.kind === 'progress') onProgress()
    }
  } catch (error) {
    failure = error
  }
  const exit = await exited
  await link.close()
  return { events, exit, failure }
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
      const { events, exit, failure } = await flash(bytes, { blockSize, fileName }, signal)
      expect(failure).toBeNull()
      expect(exit).toEqual([0, null])
      const found = await readFile(join(folder, fileName))
      expect(found.length).toBe(size)
      expect(found.equals(bytes)).toBe(true)
      expect(events.slice(0, 2)).toEqual([{ kind: 'accepted' }, { kind: 'pointOfNoReturn' }])
      expect(events.at(-1)).toEqual({ kind: 'progress', doneBytes: size, totalBytes: size })
      expect(events.filter((event) => event.kind === 'retry')).toEqual([])
    },
  )

  it('ends at once, without the file, when it is cancelled in mid transfer', async ({ expect, signal }) => {
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    const bytes = randomBytes(8 * 1024 * 1024)
    const { events, exit, failure } = await flash(
      bytes,
      { fileName: 'cancelled.bin' },
      signal,
      cancel.signal,
      () => cancel.abort(reason),
    )
    expect(failure).toBe(reason)
    expect(exit).toEqual([128, null])
    expect(events.at(-1)).not.toMatchObject({ doneBytes: bytes.length })
  })
})
