// A database that was damaged: the store opens, keeps the damaged file, goes on with the newest good backup and what the damaged
// file still gives, and says what was lost. Nothing that was acknowledged waits again.
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listBackups } from '../../main/store/backups/backup-files.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore, type Store } from '../../main/store/open-store.ts'
import type { Job } from '../../preload/contract/index.ts'
import { cutAt, overwrite, pageBytes, pagesOf, spoilPage, zeroAll } from './damage.ts'
import { job, step, tempFolder } from './job-fixture.ts'

const stillClock = { now: () => new Date('2026-03-01T10:00:00.000Z'), after: () => () => {} }

const ended = (jobId: string, overrides: Partial<Job> = {}): Job =>
  job(jobId, {
    device: { deviceId: jobId, mac: null, sn: null },
    outcome: 'passed',
    deviceState: 'confirmed',
    endedAt: '2026-01-02T03:04:09.000Z',
    steps: [step({ outcome: 'passed', endedAt: '2026-01-02T03:04:08.000Z' })],
    ...overrides,
  })

const report = (deviceId: string) =>
  ({
    kind: 'report',
    deviceId,
    connectionId: 'plant',
    body: {
      deviceId,
      taskId: null,
      part: { type: 'mcu', identify: 0 },
      model: 'm',
      fromVersion: 1,
      toVersion: 2,
      succeeded: true,
      description: '',
      startedAt: '2026-01-02T03:04:05.000Z',
      endedAt: '2026-01-02T03:04:09.000Z',
    },
  }) as const

async function run(store: Store, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    const jobId = `j${number}`
    const log = [
      { at: '2026-01-02T03:04:07.000Z', source: 'device' as const, text: `log of ${jobId} `.repeat(20) },
    ]
    await store.jobs.begin(job(jobId, { device: { deviceId: jobId, mac: null, sn: null } }))
    await store.jobs.save(ended(jobId), log, [report(jobId)])
  }
}

/** Ten records in a backup, and ten more behind it; the fifth and the fifteenth were acknowledged, both behind it. */
async function folderWithBackup(): Promise<{ folder: string; file: string }> {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const backups = store.keepBackups({ clock: stillClock })
  await run(store, 1, 10)
  await store.jobs.begin(job('left', { touched: false }))
  expect(await backups.make()).toMatchObject({ number: 1 })
  await run(store, 11, 20)
  const rows = await store.outbox.list({ limit: 100 })
  for (const jobId of ['j5', 'j15']) {
    const row = rows.find((one) => one.jobId === jobId)
    await store.outbox.markBegun(row?.outboxId ?? 0, new Date())
    await store.outbox.markSent(row?.outboxId ?? 0, new Date(), 'acknowledged')
  }
  await store.close()
  return { folder, file: join(folder, 'station.sqlite') }
}

const jobIds = async (store: Store) =>
  (await store.jobs.list({ limit: 100 })).jobs.map(({ jobId }) => jobId).sort()
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `j${from + index}`)

async function outboxStates(store: Store): Promise<Record<string, string>> {
  const rows = await store.outbox.list({ limit: 100 })
  const heads = await store.outbox.heads(['plant'], 100)
  const doubtful = new Set(heads.flatMap(({ outboxId, doubtful }) => (doubtful ? outboxId : [])))
  return Object.fromEntries(
    rows.map(({ jobId, state, outboxId }) => [
      jobId,
      state === 'waiting' && doubtful.has(outboxId) ? 'doubtful' : state,
    ]),
  )
}

test('a destroyed header costs nothing: everything newer than the backup comes over', async () => {
  const { folder, file } = await folderWithBackup()
  overwrite(file, 0, Buffer.alloc(100))
  const damaged = readFileSync(file)

  const store = await openStore(folder)
  const recovery = store.recovery.read()
  expect(recovery).toMatchObject({ cause: 'damaged', backupAt: '2026-03-01T10:00:00.000Z', lost: 0 })
  expect(await jobIds(store)).toEqual(numbers(1, 20).sort())
  expect((await store.jobs.get('j17')).log).toHaveLength(1)
  expect((await store.jobs.leftRunning()).map(({ jobId }) => jobId)).toEqual(['left'])
  expect(await store.chain.verify()).toMatchObject({
    records: 20,
    problemCount: 0,
    recoveries: [{ broughtIn: 0, lostEntries: 0 }],
  })
  const states = await outboxStates(store)
  expect([states.j5, states.j15, states.j1, states.j20]).toEqual(['sent', 'sent', 'doubtful', 'doubtful'])
  await store.close()

  expect(readFileSync(join(folder, recovery?.keptIn ?? '', 'station.sqlite'))).toEqual(damaged)
  // The next start finds nothing to do, and a lead has still to see what happened.
  const again = await openStore(folder)
  expect(again.recovery.read()).toEqual(recovery)
  again.recovery.forget()
  expect(again.recovery.read()).toBeNull()
  await again.close()
  expect(readdirSync(folder).filter((name) => name.startsWith('damaged-'))).toHaveLength(1)
})

test('behind a broken page the rest is read, and what it took is counted', async () => {
  const { folder, file } = await folderWithBackup()
  const leaves = pagesOf(file, 'jobs', 'leaf')
  expect(leaves.length).toBeGreaterThan(2)
  spoilPage(file, leaves.at(-2) ?? 0)
  const store = await openStore(folder)
  const kept = await jobIds(store)
  const lost = numbers(1, 20).filter((jobId) => !kept.includes(jobId))
  expect(lost.length).toBeGreaterThan(0)
  expect(kept).toContain('j20')
  expect(store.recovery.read()).toMatchObject({ cause: 'damaged', lost: lost.length })
  const verified = await store.chain.verify()
  expect(verified).toMatchObject({ records: 20 - lost.length, problemCount: 0 })
  expect(verified.recoveries[0]?.lostEntries).toBeGreaterThanOrEqual(lost.length)
  expect((await outboxStates(store)).j15).toBe('sent')
  await store.close()
})

test.each([
  ['an index', (file: string) => spoilPage(file, pagesOf(file, 'jobs_device', 'leaf')[0] ?? 0)],
  ['the steps', (file: string) => spoilPage(file, pagesOf(file, 'steps', 'leaf').at(-1) ?? 0)],
  ['the log', (file: string) => spoilPage(file, pagesOf(file, 'events', 'leaf').at(-1) ?? 0)],
  ['the chain', (file: string) => spoilPage(file, pagesOf(file, 'record_chain', 'leaf').at(-1) ?? 0)],
])('%s damaged: every record is there', async (_, damage) => {
  const { folder, file } = await folderWithBackup()
  damage(file)
  const store = await openStore(folder)
  expect(store.recovery.read()).toMatchObject({ cause: 'damaged' })
  expect(await jobIds(store)).toEqual(numbers(1, 20).sort())
  expect(await store.chain.verify()).toMatchObject({ records: 20, problemCount: 0 })
  await store.close()
})

test.each([
  ['zeroed', zeroAll],
  ['cut to nothing', (file: string) => cutAt(file, 0)],
  ['cut in its first page', (file: string) => cutAt(file, 1000)],
  ['gone', (file: string) => rmSync(file)],
])(
  'a file that is %s: the backup stands, nothing acknowledged is sent again, and the loss is told',
  async (_, damage) => {
    const { folder, file } = await folderWithBackup()
    damage(file)
    const store = await openStore(folder)
    expect(await jobIds(store)).toEqual(numbers(1, 10).sort())
    expect(store.recovery.read()).toMatchObject({
      backupAt: '2026-03-01T10:00:00.000Z',
      lost: 10,
      broughtOver: 0,
    })
    const states = await outboxStates(store)
    expect([states.j5, states.j1]).toEqual(['sent', 'doubtful'])
    expect(await store.chain.verify()).toMatchObject({ records: 10, problemCount: 0 })
    await store.close()
  },
)

test('a truncated file gives what its pages still have', async () => {
  const { folder, file } = await folderWithBackup()
  const size = readFileSync(file).length
  cutAt(file, size - 3 * pageBytes)
  const store = await openStore(folder)
  expect(await jobIds(store)).toEqual(expect.arrayContaining(numbers(1, 10)))
  expect(await store.chain.verify()).toMatchObject({ problemCount: 0 })
  await store.close()
})

test('without any backup: what can be read comes over, else an empty database, and the damaged one is kept', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'station.sqlite')
  const first = await openStore(folder)
  await run(first, 1, 5)
  await first.close()
  spoilPage(file, pagesOf(file, 'jobs_device', 'leaf')[0] ?? 0)
  const second = await openStore(folder)
  expect(await jobIds(second)).toEqual(numbers(1, 5))
  expect(second.recovery.read()).toMatchObject({ backupAt: null, broughtOver: 5, lost: 0 })
  await second.close()

  zeroAll(file)
  const third = await openStore(folder)
  expect(await jobIds(third)).toEqual([])
  expect(third.recovery.read()).toMatchObject({ backupAt: null, broughtOver: 0 })
  expect(existsSync(join(folder, third.recovery.read()?.keptIn ?? '?', 'station.sqlite'))).toBe(true)
  await third.close()
})

test('a damaged backup is passed over for the one before it', async () => {
  const { folder, file } = await folderWithBackup()
  const store = await openStore(folder)
  const backups = store.keepBackups({ clock: stillClock })
  await run(store, 21, 22)
  const second = await backups.make()
  await store.close()
  zeroAll(second?.path ?? '')
  zeroAll(file)
  const again = await openStore(folder)
  expect(await jobIds(again)).toEqual(numbers(1, 10).sort())
  await again.close()
})

test('a crash between setting the damaged file aside and putting the new one in place is ended by the next start', async () => {
  const { folder, file } = await folderWithBackup()
  const whole = openSqlite(file)
  whole.pragma('wal_checkpoint(TRUNCATE)')
  whole.close()
  writeFileSync(join(folder, 'recovered.sqlite'), readFileSync(file))
  // Of the damaged file, whose turn had not come: never to be read into the new one.
  rmSync(file)
  writeFileSync(`${file}-wal`, 'stale')
  const store = await openStore(folder)
  expect(await jobIds(store)).toEqual(numbers(1, 20).sort())
  await store.close()
})

test('a crash while a missing database is put together: what was half done is not taken for the whole', async () => {
  const folder = await tempFolder()
  const file = join(folder, 'station.sqlite')
  const store = await openStore(folder)
  await run(store, 1, 10)
  await store.keepBackups({ clock: stillClock }).make()
  const [row] = await store.outbox.list({ limit: 1 })
  await store.outbox.markBegun(row?.outboxId ?? 0, new Date())
  await store.outbox.markSent(row?.outboxId ?? 0, new Date(), 'acknowledged')
  await store.close()
  rmSync(file)
  const [backup] = listBackups(folder)
  copyFileSync(backup?.path ?? '', join(folder, 'recovering.sqlite'))

  const again = await openStore(folder)
  expect(again.recovery.read()).toMatchObject({ cause: 'missing', lost: 0 })
  const states = await outboxStates(again)
  const { [row?.jobId ?? '']: acknowledged, ...others } = states
  expect(acknowledged).toBe('sent')
  expect(new Set(Object.values(others))).toEqual(new Set(['doubtful']))
  await again.close()
  expect(readdirSync(folder).filter((name) => /^recover.*sqlite/.test(name))).toEqual([])
})

test('a log that was cut behind a dead process is noticed, and a cloud is asked before anything is sent', async () => {
  const folder = await tempFolder()
  const before = await openStore(folder)
  await run(before, 1, 2)
  await before.close()
  const store = await openStore(folder)
  await run(store, 3, 3)
  // As a kill leaves it.
  const [whole, cut, gone] = [await tempFolder(), await tempFolder(), await tempFolder()]
  for (const dead of [whole, cut, gone]) cpSync(folder, dead, { recursive: true })
  await store.close()
  cutAt(join(cut, 'station.sqlite-wal'), 100)
  rmSync(join(gone, 'station.sqlite-wal'))

  for (const [dead, recovery, ids, state] of [
    [whole, null, ['j1', 'j2', 'j3'], 'waiting'],
    [cut, { cause: 'behind', lost: null }, ['j1', 'j2'], 'doubtful'],
    [gone, { cause: 'behind', lost: null }, ['j1', 'j2'], 'doubtful'],
  ] as const) {
    const again = await openStore(dead)
    if (recovery === null) expect(again.recovery.read()).toBeNull()
    else expect(again.recovery.read()).toMatchObject(recovery)
    expect(await jobIds(again)).toEqual(ids)
    expect(new Set(Object.values(await outboxStates(again)))).toEqual(new Set([state]))
    await again.close()
  }
})

test('a small damage is found after an end as it should be, and a mark makes any start look', async () => {
  const { folder } = await folderWithBackup()
  const store = await openStore(folder)
  expect(await store.recovery.prove(new AbortController().signal)).toBeNull()
  await store.close()
  writeFileSync(join(folder, 'station.damaged'), '')
  const again = await openStore(folder)
  expect(again.recovery.read()).toMatchObject({ cause: 'damaged', lost: 0 })
  expect(existsSync(join(folder, 'station.damaged'))).toBe(false)
  await again.close()
})
