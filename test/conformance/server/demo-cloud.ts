// A local cloud started as its user would, with the demo: the command, its first line, and its database to look into.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { startCli } from '../../hosts/run-cli.ts'
import { openOutside } from '../../local-cloud/outside-database.ts'
import type { Ledger } from './bench.ts'
import { type Subject, subjectSchema } from './subject.ts'

export interface CommandExtras {
  readonly args: readonly string[]
  readonly env: Record<string, string>
}

export interface DemoCloud {
  readonly subject: Subject
  readonly ledger: Ledger
  close(): Promise<void>
}

/** `more`: further arguments and environment of the command, for its data folder. */
export async function startDemoCloud(
  more: (dataDir: string) => Promise<CommandExtras> = async () => ({ args: [], env: {} }),
): Promise<DemoCloud> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-conformance-'))
  const { args, env } = await more(dataDir)
  const child = startCli(['cloud', '--demo', '--json', '--port', '0', '--data', dataDir, ...args], env)
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stderr.pipe(process.stderr)
  const subject = await firstLine(child.stdout)
  const database = await openOutside(dataDir)
  return {
    subject: subjectSchema.parse(JSON.parse(subject)),
    async ledger() {
      const tables = await database.tables()
      const rows: [string, unknown][] = []
      // One after the other: it is one connection.
      for (const table of tables) rows.push([table, await database.rows(`SELECT * FROM "${table}"`)])
      return JSON.stringify(rows)
    },
    async close() {
      await database[Symbol.asyncDispose]()
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stream })
  for await (const line of lines) {
    stream.resume()
    return line
  }
  throw new Error('the local cloud ended before its first line')
}
