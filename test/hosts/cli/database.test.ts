// `history verify`, proofs of exports, `backup` and `restore`: on real folders, with what they print and how they end.
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { stationParts } from '../../../main/hosts/cli/parts.ts'
import { openSqlite } from '../../../main/store/open.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { job, step, tempFolder } from '../../store/job-fixture.ts'
import { run } from './cli-fixture.ts'

async function folderWith(...jobIds: string[]): Promise<string> {
  const folder = await tempFolder()
  await add(folder, ...jobIds)
  return folder
}

async function add(folder: string, ...jobIds: string[]): Promise<void> {
  const store = await openStore(folder)
  for (const jobId of jobIds) {
    await store.jobs.begin(job(jobId))
    const end = { endedAt: '2026-01-02T03:04:09.000Z', outcome: 'passed', deviceState: 'confirmed' } as const
    await store.jobs.save(job(jobId, { ...end, slotName: 'A,1', steps: [step()] }), [], [])
  }
  await store.close()
}

function edit(folder: string, sql: string): void {
  const db = openSqlite(join(folder, 'station.sqlite'))
  db.pragma('foreign_keys = OFF')
  expect(db.prepare(sql).run().changes).toBe(1)
  db.close()
}

const cli = (line: string, ...more: string[]) =>
  run([...line.split(' '), ...more], { env: { LANG: 'en_US.UTF-8' }, parts: stationParts })

test('whole records end with 0; an edited one is named and ends with 1', async () => {
  const folder = await folderWith('j1', 'j2')
  expect(await cli('history verify --data', folder)).toEqual({
    ...{ status: 0, err: '' },
    out: 'chain: 2 records; whole\n',
  })
  edit(folder, "UPDATE jobs SET operator = 'eve' WHERE job_id = 'j2'")
  const broken = await cli('history verify --data', folder)
  expect(broken.status).toBe(1)
  expect(broken.out).toContain('record 2 (j2) was edited after its end')
  expect(broken.err).toContain('CHAIN_BROKEN')
  const asJson = await cli('history verify --json --data', folder)
  expect(JSON.parse(asJson.out)).toMatchObject({
    problemCount: 1,
    problems: [{ kind: 'recordEdited', jobId: 'j2' }],
  })
})

test('an end that was cut off is CHAIN_BEHIND', async () => {
  const folder = await folderWith('j1', 'j2')
  edit(folder, 'DELETE FROM record_chain WHERE entry_no = 3')
  edit(folder, "DELETE FROM jobs WHERE job_id = 'j2'")
  const cut = await cli('history verify --data', folder)
  expect([cut.status, cut.err.includes('CHAIN_BEHIND')]).toEqual([1, true])
})

test.each([['json'], ['csv']])('a proof of a %s export holds the file and the records', async (format) => {
  const folder = await folderWith('j1', 'j2', 'j3')
  const [proof, file] = [join(folder, 'a.proof'), join(folder, 'a.export')]
  const exported = await cli(`history --${format} --proof ${proof} --data`, folder)
  expect(exported.status).toBe(0)
  writeFileSync(file, exported.out)
  const check = (...more: string[]) => cli(`history verify --proof ${proof} --data`, folder, ...more)
  expect(await check('--export', file)).toMatchObject({ status: 0, err: '' })

  writeFileSync(file, exported.out.replace('p1', 'p2'))
  const edited = await check('--export', file)
  expect([edited.status, edited.out.includes('this record was edited in the export')]).toEqual([1, true])
  expect(edited.err).toContain('PROOF_DIFFERS')

  const lines = exported.out.trimEnd().split('\n')
  writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n`)
  expect((await check('--export', file)).out).toContain('j1: this record was removed from the export')
  writeFileSync(file, `${exported.out}${lines.at(-1)}\n`)
  expect((await check('--export', file)).out).toContain('a record was added to the export')

  const text = readFileSync(proof, 'utf8')
  writeFileSync(proof, text.replace(/record_hash\\":\\"./, 'record_hash\\":\\"x'))
  expect((await check()).err).toContain('PROOF_UNREADABLE')
  writeFileSync(proof, text)

  // Whoever rewrites the end and the head beside it is found by a proof from before.
  await add(folder, 'j4')
  expect((await check()).status).toBe(0)
  edit(folder, 'DELETE FROM record_chain WHERE entry_no = 5')
  edit(folder, 'DELETE FROM record_chain WHERE entry_no = 4')
  edit(folder, "DELETE FROM jobs WHERE job_id = 'j4'")
  edit(folder, "DELETE FROM jobs WHERE job_id = 'j3'")
  writeFileSync(join(folder, 'chain-head.json'), '')
  expect((await cli('history verify --data', folder)).status).toBe(0)
  const rewritten = await check()
  expect(rewritten.status).toBe(1)
  expect(rewritten.out).toContain('the chain of the station has been cut or rewritten since')
})

test('a proof wants an export, and a file that is none is told', async () => {
  const folder = await folderWith('j1')
  expect((await cli(`history --proof ${join(folder, 'p')} --data`, folder)).status).toBe(2)
  writeFileSync(join(folder, 'p'), 'no proof')
  expect((await cli(`history verify --proof ${join(folder, 'p')} --data`, folder)).err).toContain(
    'PROOF_UNREADABLE',
  )
})

test('a backup is put back: the database before is kept, and what was acknowledged since stays so', async () => {
  const folder = await folderWith('j1')
  const made = await cli('backup --data', folder)
  expect(made.status).toBe(0)
  await add(folder, 'j2')
  const before = readFileSync(join(folder, 'station.sqlite'))
  const list = await cli('backup list --json --data', folder)
  expect(
    list.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).name),
  ).toEqual([made.out.trim().split(/[\\/]/).at(-1)])

  const held = await openStore(folder)
  expect((await cli('restore newest --data', folder)).err).toContain('DATA_IN_USE')
  await held.close()

  const done = await cli('restore newest --data', folder)
  expect(done.status).toBe(0)
  const kept = readdirSync(folder).find((name) => name.startsWith('replaced-')) ?? ''
  expect(done.out).toContain(kept)
  expect(readFileSync(join(folder, kept, 'station.sqlite'))).toEqual(before)
  const store = await openStore(folder)
  expect((await store.jobs.list({ limit: 9 })).jobs.map(({ jobId }) => jobId)).toEqual(['j1'])
  expect(store.recovery.read()).toMatchObject({ cause: 'restored', lost: 1 })
  await store.close()
  const verified = await cli('history verify --data', folder)
  expect(verified.status).toBe(0)
  expect(verified.out).toContain('the database was put back')
})

test('a copy elsewhere, and a file that is no backup', async () => {
  const folder = await folderWith('j1')
  const to = join(folder, 'away', 'copy.sqlite')
  expect(await cli(`backup --to ${to} --data`, folder)).toMatchObject({ status: 0, out: `${to}\n` })
  const before = readFileSync(join(folder, 'station.sqlite'))
  expect((await cli('restore newest --data', folder)).err).toContain('BACKUP_NONE')
  writeFileSync(join(folder, 'other.sqlite'), 'nothing of the kind')
  const refused = await cli(`restore ${join(folder, 'other.sqlite')} --data`, folder)
  expect([refused.status, refused.err.includes('BACKUP_UNUSABLE')]).toEqual([2, true])
  expect(readFileSync(join(folder, 'station.sqlite'))).toEqual(before)
  copyFileSync(to, join(folder, 'chosen.sqlite'))
  expect((await cli(`restore ${join(folder, 'chosen.sqlite')} --data`, folder)).status).toBe(0)
  expect(['recovering.sqlite', 'recovered.sqlite'].filter((name) => existsSync(join(folder, name)))).toEqual(
    [],
  )
})
