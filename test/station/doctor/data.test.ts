// The data folder, its disk and its database: real folders, real databases, a broken one.
import { chmod, mkdir, open, readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { checkDataFolder, type FolderFacts, judgeFolder } from '../../../main/station/doctor/data-folder.ts'
import { checkDatabase, judgeDatabase } from '../../../main/station/doctor/database.ts'
import { checkDisk, judgeDisk } from '../../../main/station/doctor/disk.ts'
import { checkDoor } from '../../../main/station/doctor/door.ts'
import { checkKeychain } from '../../../main/station/doctor/keychain-check.ts'
import { migrations } from '../../../main/store/migrations/index.ts'
import { openSqlite } from '../../../main/store/open.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { job, tempFolder } from '../../store/job-fixture.ts'

const never = new AbortController().signal
const uid = process.getuid?.() ?? null
const here = { platform: process.platform, user: { name: 'ann', uid, groups: [] } }
const megabyte = 1024 * 1024
const whole = Number.POSITIVE_INFINITY

it('is content with a folder of its own, and leaves nothing in it', async () => {
  const folder = await tempFolder()
  await writeFile(join(folder, 'secrets.json'), '{}', { mode: 0o600 })
  expect(await checkDataFolder(folder, here)).toMatchObject([
    { finding: 'dataFine', facts: { path: folder } },
  ])
  expect(await checkDisk(folder, never)).toMatchObject([
    { check: 'disk', facts: { syncMilliseconds: expect.any(Number) } },
  ])
  expect(await readdir(folder)).toEqual(['secrets.json'])
})

it('says that there is no folder yet, and looks at the disk where it would be', async () => {
  const folder = join(await tempFolder(), 'not', 'yet')
  expect(await checkDataFolder(folder, here)).toMatchObject([{ finding: 'dataNone' }])
  expect(await checkDisk(folder, never)).toMatchObject([{ check: 'disk', facts: { syncMilliseconds: null } }])
  expect(await checkDatabase(folder, whole)).toMatchObject([{ finding: 'databaseNone' }])
})

it('names what others may read, with the command that ends it', async () => {
  const folder = await tempFolder()
  const secrets = join(folder, 'secrets.json')
  await writeFile(secrets, '{}')
  await chmod(secrets, 0o644)
  await chmod(folder, 0o755)
  expect(await checkDataFolder(folder, here)).toMatchObject([
    { finding: 'dataOpen', verdict: 'warn', facts: { mode: '755', command: `chmod 700 ${folder}` } },
    { finding: 'secretsOpen', verdict: 'fail', facts: { mode: '644', command: `chmod 600 ${secrets}` } },
  ])
})

it('finds that nothing can be written', async () => {
  const folder = await tempFolder()
  await chmod(folder, 0o500)
  // Root may write anywhere but into what is no disk at all.
  const closed = uid === 0 ? '/proc/self' : folder
  const lines = await checkDataFolder(closed, here)
  await chmod(folder, 0o700)
  expect(lines).toContainEqual(
    expect.objectContaining({
      finding: 'dataReadOnly',
      facts: { path: closed, reason: expect.stringMatching(/^E[A-Z]+$/) },
    }),
  )
})

const facts: FolderFacts = {
  path: '/data',
  mode: 0o700,
  ownerUid: 1000,
  secretsMode: null,
  refused: null,
  fileSystemType: 0xef53,
}
it.each([
  [{}, 1000, ['dataFine']],
  [{ refused: 'EROFS' }, 1000, ['dataReadOnly']],
  [{ ownerUid: 0 }, 1000, ['dataForeign']],
  [{ ownerUid: 1000 }, 0, ['dataFine']],
  [{ fileSystemType: 0xff534d42 }, 1000, ['dataNetwork']],
  [{ mode: null, ownerUid: null }, null, ['dataFine']],
] as const)('%j as user %s: %j', (change, user, findings) => {
  expect(judgeFolder({ ...facts, ...change }, user).map(({ finding }) => finding)).toEqual(findings)
})

it.each([
  [600, 0, 5, ['diskFine'], 500],
  [600, 60, 5, ['diskLow'], 620],
  [499, 0, null, ['diskLow'], 500],
  [99, 0, 5, ['diskFull'], 500],
  [600, 0, 150, ['diskSlow'], 500],
  [99, 0, 150, ['diskFull', 'diskSlow'], 500],
] as const)('%i MB free, largest image %i MB, %s ms: %j', (free, largest, syncMs, findings, wanted) => {
  const lines = judgeDisk({ freeBytes: free * megabyte, largestImageBytes: largest * megabyte, syncMs })
  expect(lines.map(({ finding }) => finding)).toEqual(findings)
  expect(lines[0]?.facts).toMatchObject({ freeMegabytes: free, wantedMegabytes: wanted })
})

it('wants room for the largest image of the store', async () => {
  const folder = await tempFolder()
  await mkdir(join(folder, 'firmware'))
  const image = await open(join(folder, 'firmware', 'large'), 'w')
  await image.truncate(70 * megabyte)
  await image.close()
  expect((await checkDisk(folder, never))[0]?.facts.wantedMegabytes).toBe(640)
})

it('proves a database while a station has it open, and changes nothing', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  onTestFinished(() => store.close())
  await store.jobs.begin(job('j1'))
  expect(await checkDatabase(folder, whole)).toMatchObject([
    { finding: 'databaseFine', facts: { version: migrations.length, megabytes: 1 } },
  ])
  expect(await checkDatabase(folder, 1000)).toMatchObject([{ finding: 'databaseUnproved' }])
  await store.jobs.begin(job('j2'))
})

it('finds the damage in a database, wherever it is', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  for (let count = 0; count < 200; count += 1) await store.jobs.begin(job(`j${count}`))
  await store.close()
  const file = join(folder, 'station.sqlite')
  const db = openSqlite(file)
  const page = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'jobs'").pluck().get())
  const pageBytes = Number(db.pragma('page_size', { simple: true }))
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  const handle = await open(file, 'r+')
  await handle.write(Buffer.alloc(64, 0xa5), 0, 64, (page - 1) * pageBytes)
  await handle.close()
  const [damaged] = await checkDatabase(folder, whole)
  expect(damaged).toMatchObject({ check: 'database', verdict: 'fail' })
  expect(damaged?.facts.problem ?? damaged?.error?.code).toMatch(/Tree|page|STORE_BROKEN/)

  await writeFile(file, 'this is no database at all, and never was one')
  expect(await checkDatabase(folder, whole)).toMatchObject([
    { finding: 'databaseUnreadable', error: { code: 'STORE_BROKEN' } },
  ])
})

it('tells older and newer databases, and changes neither', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'station.sqlite')
  for (const [version, finding] of [
    [2, 'databaseOld'],
    [migrations.length + 3, 'databaseNewer'],
  ] as const) {
    const db = openSqlite(file)
    db.pragma(`user_version = ${version}`)
    db.close()
    expect(await checkDatabase(folder, whole)).toMatchObject([
      { finding, facts: { version, known: migrations.length } },
    ])
    const again = openSqlite(file, { readOnly: true })
    expect(again.pragma('user_version', { simple: true })).toBe(version)
    again.close()
  }
  const grown = { version: 4, known: 4, databaseBytes: megabyte, logBytes: 300 * megabyte, soundness: 'ok' }
  expect(judgeDatabase(grown).map(({ finding }) => finding)).toEqual(['databaseFine', 'databaseLog'])
})

it('proves a keychain, and names the file where there is none', async () => {
  const path = join('/data', 'secrets.json')
  const refused = () => Promise.reject(new Error('no secret service'))
  expect(await checkKeychain('/data', {}, async () => ({}))).toMatchObject([{ finding: 'keychainWorks' }])
  expect(await checkKeychain('/data', {}, async () => null)).toMatchObject([
    { finding: 'keychainMissing', facts: { path } },
  ])
  expect(await checkKeychain('/data', {}, refused)).toMatchObject([
    { finding: 'keychainMissing', facts: { path, reason: 'no secret service' } },
  ])
  expect(await checkKeychain('/data', { FLASHLINE_KEYCHAIN: 'off' }, refused)).toMatchObject([
    { finding: 'keychainOff', verdict: 'pass', facts: { path } },
  ])
})

it('says whether the port of the screens is free, and leaves it free', async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  expect(await checkDoor(port)).toMatchObject([
    { finding: 'doorTaken', facts: { port, reason: 'EADDRINUSE' } },
  ])
  await new Promise((resolve) => server.close(resolve))
  expect(await checkDoor(port)).toMatchObject([{ finding: 'doorFree', facts: { port } }])
  expect(await checkDoor(port)).toMatchObject([{ finding: 'doorFree' }])
})
