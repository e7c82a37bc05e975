// The whole flow into lrzsz's `rb`, a receiver that proves nothing and prints nothing: the record says so, and the file
// that it received is the image, whatever its size.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { flashOnce } from '../../main/station/flash-once.ts'
import { missingTool } from './host-tool.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'flashline-rb-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

/** `rb` behind a TCP port, on pipes; `ended` resolves with its exit status. */
async function listenWithRb(folder: string): Promise<{ address: string; ended: Promise<number | null> }> {
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | null>()
  const server = createServer((socket) => {
    const rb = spawn('rb', ['-q'], { cwd: folder, stdio: ['pipe', 'pipe', 'ignore'] })
    rb.on('error', (error) => reject(missingTool('rb', error)))
    rb.on('exit', resolve)
    rb.stdin.on('error', () => undefined)
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => rb.stdin.write(bytes))
    rb.stdout.on('data', (bytes) => socket.write(bytes))
    server.close()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { address: `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`, ended }
}

test.concurrent.each([0, 1, 127, 128, 129, 1023, 1024, 1025, 1024 * 1024 + 1])(
  'an image of %i bytes arrives as it is',
  async (sizeBytes) => {
    const received = join(dir, `received-${sizeBytes}`)
    await mkdir(received)
    const file = join(dir, `image-${sizeBytes}.bin`)
    const bytes = randomBytes(sizeBytes)
    await writeFile(file, bytes)
    const { address, ended } = await listenWithRb(received)
    const { job } = await flashOnce(
      {
        dataDir: join(dir, `station-${sizeBytes}`),
        resourcesDir,
        link: address,
        profileId: 'ymodem',
        deviceId: null,
        productId: null,
        taskId: null,
        local: { parts: [{ path: file, address: null }], toVersion: 'build 7' },
        cloud: null,
        operator: 'test',
      },
      () => undefined,
      AbortSignal.timeout(120_000),
    )
    expect(job).toMatchObject({ outcome: 'passed', deviceState: 'written', firmware: { sizeBytes } })
    expect(job.toVersion).toEqual({ number: null, text: 'build 7' })
    expect(job.steps.find(({ name }) => name === 'verify')).toMatchObject({
      outcome: 'skipped',
      detail: { reason: 'protocolCannotProve' },
    })
    expect(await ended).toBe(0)
    expect((await readFile(join(received, `image-${sizeBytes}.bin`))).equals(bytes)).toBe(true)
  },
)
