// Starts a real PostgreSQL from Debian's package: a cluster of its own on a free loopback port, a password per run, every
// commit on disk as in a plant. Its order of texts is that of English, so that what needs byte order has to say so.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { missingTool } from './host-tool.ts'

const user = 'flashline'

export interface PostgresServer extends AsyncDisposable {
  /** Of the database `postgres`, with user and password. */
  readonly url: string
  /** A new and empty database; answers its URL. */
  newDatabase(): Promise<string>
  /** Ends every connection at once, as a crash of the machine does; what was committed stays. */
  crash(): Promise<void>
  /** Again, on the same port. */
  start(): Promise<void>
}

/** To run as; null: as who we are. */
type Account = { readonly uid: number; readonly gid: number } | null

/** `isQuick`: where no test is about it, nothing need outlive a power cut, and no password is asked for. */
export async function startPostgres({ isQuick = false } = {}): Promise<PostgresServer> {
  const programs = findPrograms()
  const account = await findAccount()
  const folder = await mkdtemp(join(tmpdir(), 'flashline-postgres-'))
  const password = randomBytes(18).toString('base64url')
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account !== null) {
    for (const path of [folder, passwordFile]) await chown(path, account.uid, account.gid)
  }
  const data = join(folder, 'data')
  const words = ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en-US', '--locale=C.UTF-8']
  const access = [
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    `--auth=${isQuick ? 'trust' : 'scram-sha-256'}`,
  ]
  // Only the empty cluster is not synced; the server syncs what it commits.
  await runToEnd(join(programs, 'initdb'), ['-D', data, '--no-sync', ...access, ...words], account)
  await rm(passwordFile)

  const port = await freePort()
  const start = () => startServer(join(programs, 'postgres'), { data, port, account, isQuick })
  let running = await start()
  // A test run that is broken off must not leave a server behind.
  const onExit = () => running.kill('SIGQUIT')
  process.once('exit', onExit)
  const end = async (signal: 'SIGINT' | 'SIGQUIT') => {
    if (running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }
  const urlOf = (database: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`
  let databases = 0
  return {
    url: urlOf('postgres'),
    async newDatabase() {
      databases += 1
      const name = `cloud_${databases}`
      const client = new pg.Client({ connectionString: urlOf('postgres') })
      await client.connect()
      try {
        await client.query(`CREATE DATABASE ${name}`)
      } finally {
        await client.end()
      }
      return urlOf(name)
    },
    crash: () => end('SIGQUIT'),
    start: async () => {
      running = await start()
    },
    [Symbol.asyncDispose]: async () => {
      process.off('exit', onExit)
      await end('SIGINT')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function findPrograms(): string {
  const [newest] = globSync('/usr/lib/postgresql/*/bin/initdb').sort().reverse()
  if (newest === undefined) throw missingTool('postgresql', null)
  return join(newest, '..')
}

/** It refuses to run as root: then as the user that its package makes. */
async function findAccount(): Promise<Account> {
  if (process.getuid?.() !== 0) return null
  const found = /^postgres:[^:]*:(\d+):(\d+):/m.exec(await readFile('/etc/passwd', 'utf8'))
  if (found === null) throw missingTool('postgresql', null)
  return { uid: Number(found[1]), gid: Number(found[2]) }
}

async function runToEnd(program: string, args: readonly string[], account: Account): Promise<void> {
  const child = spawn(program, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint += bytes.toString()
  })
  const [status] = await once(child, 'close')
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${complaint}`)
}

interface ServerOptions {
  readonly data: string
  readonly port: number
  readonly account: Account
  readonly isQuick: boolean
}

async function startServer(
  program: string,
  { data, port, account, isQuick }: ServerOptions,
): Promise<ChildProcess> {
  const set = [
    ...['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'],
    ...(isQuick ? ['fsync=off', 'full_page_writes=off', 'autovacuum=off'] : []),
  ]
  const args = ['-D', data, '-p', String(port), ...set.flatMap((one) => ['-c', one])]
  const child = spawn(program, args, { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    if (line.includes('ready to accept connections')) {
      child.stderr.resume()
      return child
    }
  }
  throw new Error(`PostgreSQL did not start: ${said.join('\n')}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}
