// Starts a real object store with the S3 interface: Debian's OpenStack Swift (swift-server.py), whose s3api checks
// signatures. One user, one empty bucket; what it holds lies in a folder of its own.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { missingTool } from './host-tool.ts'

const script = fileURLToPath(new URL('swift-server.py', import.meta.url))
/** Debian's own: another one on PATH would not find Debian's package. */
const python = '/usr/bin/python3'
const user = 'plant:station'

export interface S3Server extends AsyncDisposable {
  readonly endpoint: string
  readonly bucket: string
  readonly region: string
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** As its owner, past our own code. */
  readonly client: S3Client
  /** Dies without a word to anybody; what it holds stays. */
  kill(): Promise<void>
  /** Again, on the same port. */
  start(): Promise<void>
}

export async function startS3Server(): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-s3-'))
  const credentials = { accessKeyId: user, secretAccessKey: randomBytes(24).toString('base64url') }
  let running = await startProcess(folder, 0, credentials.secretAccessKey)
  const { port } = running
  const endpoint = `http://127.0.0.1:${port}`
  const region = 'us-east-1'
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true })
  const bucket = 'firmware'
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  return {
    endpoint,
    bucket,
    region,
    credentials,
    client,
    kill: () => running.kill(),
    start: async () => {
      running = await startProcess(folder, port, credentials.secretAccessKey)
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      await running.kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

interface Running {
  readonly port: number
  kill(): Promise<void>
}

async function startProcess(folder: string, port: number, key: string): Promise<Running> {
  const child = spawn(python, [script, folder, String(port)], {
    env: { ...process.env, S3_USER: user, S3_KEY: key },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const end = () => child.kill('SIGKILL')
  // A test run that is broken off must not leave a server behind.
  process.once('exit', end)
  const exited = once(child, 'exit').catch((error: unknown) => {
    throw missingTool('python3-swift', error)
  })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint = (complaint + bytes.toString()).slice(-4000)
  })
  const found = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(Number(line.split(' ')[1])))
    exited.then(() => reject(missingTool('swift-proxy', new Error(complaint))), reject)
  })
  return {
    port: found,
    async kill() {
      process.off('exit', end)
      end()
      await exited
    },
  }
}
