// A local cloud as its plant runs it: `flashline cloud` in a process of its own, so that it can be killed.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { startCli } from '../hosts/run-cli.ts'

export interface CloudProcessOptions {
  readonly dataDir: string
  /** With its password, which travels in the environment; left out: SQLite in the data folder. */
  readonly databaseUrl?: string
  readonly files?: string
  /** Any free one when left out. */
  readonly port?: number
}

export interface CloudProcess {
  readonly baseUrl: string
  readonly port: number
  /** Dies without a word to anybody. */
  kill(): Promise<void>
  /** As its owner ends it. */
  stop(): Promise<void>
}

const firstLine = z.object({ url: z.url() })

/** Listens when it resolves. */
export async function startCloudProcess(options: CloudProcessOptions): Promise<CloudProcess> {
  const { dataDir, databaseUrl, files, port = 0 } = options
  const { args, env } = databaseUrl === undefined ? { args: [], env: {} } : databaseOptions(databaseUrl)
  const child = startCli(
    [
      ...['cloud', '--json', '--port', String(port), '--data', dataDir],
      ...args,
      ...(files === undefined ? [] : ['--files', files]),
    ],
    env,
  )
  const kill = () => child.kill('SIGKILL')
  // A test run that is broken off must not leave it behind.
  process.once('exit', kill)
  const exited = once(child, 'exit')
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-4000)
  })
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    exited.then(() => reject(new Error(`the local cloud ended before it listened: ${complaint}`)), reject)
  })
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    process.off('exit', kill)
    child.kill(signal)
    await exited
  }
  const { url } = firstLine.parse(JSON.parse(line))
  return {
    baseUrl: url,
    port: Number(new URL(url).port),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

/** The password goes into the environment, as its owner would do it. */
export function databaseOptions(databaseUrl: string): { args: string[]; env: Record<string, string> } {
  const url = new URL(databaseUrl)
  const password = decodeURIComponent(url.password)
  url.password = ''
  return { args: ['--database', url.href], env: { PGPASSWORD: password } }
}
