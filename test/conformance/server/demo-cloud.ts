// A local cloud started as its user would, with the demo: the command, its first line, and its database to look into.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { openSqlite } from '../../../main/store/open.ts'
import { startCli } from '../../hosts/run-cli.ts'
import type { Ledger } from './bench.ts'
import { type Subject, subjectSchema } from './subject.ts'

export interface DemoCloud {
  readonly subject: Subject
  readonly ledger: Ledger
  close(): Promise<void>
}

export async function startDemoCloud(): Promise<DemoCloud> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-conformance-'))
  const child = startCli(['cloud', '--demo', '--json', '--port', '0', '--data', dataDir])
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stderr.pipe(process.stderr)
  const subject = await firstLine(child.stdout)
  const db = openSqlite(join(dataDir, 'cloud.sqlite'), { readOnly: true })
  return {
    subject: subjectSchema.parse(JSON.parse(subject)),
    ledger: () =>
      JSON.stringify(tables(db).map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all()])),
    async close() {
      db.close()
      child.kill('SIGTERM')
      await ended
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Sessions and what was asked change with every call; everything else only when something is done. */
function tables(db: ReturnType<typeof openSqlite>): string[] {
  const rows = db
    .prepare<[], { name: string }>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all()
  return rows.map(({ name }) => name)
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input: stream })
  for await (const line of lines) {
    stream.resume()
    return line
  }
  throw new Error('the local cloud ended before its first line')
}
