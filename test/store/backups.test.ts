// Backups: made online beside writers, proved, rotated, never on a disk that is short; and which of them are kept.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BackupFile, backupName, listBackups, outdated } from '../../main/store/backups/backup-files.ts'
import { Backups, backupEveryMs, copyDatabase, makeBackup } from '../../main/store/backups/backups.ts'
import { openSqlite } from '../../main/store/open.ts'
import { openStore } from '../../main/store/open-store.ts'
import { pagesOf, spoilPage } from './damage.ts'
import { job, step, tempFolder } from './job-fixture.ts'

const signal = new AbortController().signal
const at = new Date('2026-03-01T10:00:00.000Z')
const hourMs = 3_600_000

const backup = (number: number, time: Date, sizeBytes = 10): BackupFile => ({
  ...{ number, sizeBytes, at: time },
  name: backupName(time, number),
  path: `/b/${backupName(time, number)}`,
})

/** A clock that is turned by hand. */
function handClock() {
  const waiting: { delayMs: number; run: () => void }[] = []
  return {
    waiting,
    clock: {
      now: () => at,
      after: (delayMs: number, run: () => void) => {
        const timer = { delayMs, run }
        waiting.push(timer)
        return () => void waiting.splice(waiting.indexOf(timer), 1)
      },
    },
    ring: () => waiting.shift()?.run(),
  }
}

test('a backup is whole although jobs are written all the time it takes', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const log = [{ at: at.toISOString(), source: 'device' as const, text: 'x'.repeat(4000) }]
  for (let number = 0; number < 200; number += 1) {
    await store.jobs.begin(job(`before${number}`))
    await store.jobs.save(job(`before${number}`), log, [])
  }
  let written = 0
  const copying = { isDone: false }
  const writing = (async () => {
    while (!copying.isDone) {
      await store.jobs.begin(job(`while${written}`, { steps: [step()] }))
      written += 1
      await setImmediate()
    }
  })()
  const made = await makeBackup(folder, at, signal)
  copying.isDone = true
  await writing
  await store.close()
  expect(written).toBeGreaterThan(0)

  const copy = openSqlite(made.path, { readOnly: true })
  expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(copy.prepare('SELECT count(*) FROM jobs').pluck().get()).toBeGreaterThanOrEqual(200)
  // Each job came with its steps, or not at all.
  expect(
    copy
      .prepare(
        "SELECT count(*) FROM jobs WHERE job_id LIKE 'while%' AND job_no NOT IN (SELECT job_no FROM steps)",
      )
      .pluck()
      .get(),
  ).toBe(0)
  copy.close()
  expect(made.name).toBe('station-20260301T100000Z-1.sqlite')
})

test('one is made ten minutes after a change and when the store closes, and none when nothing has changed', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  const { clock, ring, waiting } = handClock()
  const made: string[] = []
  const first = Promise.withResolvers<void>()
  const backups = store.keepBackups({
    clock,
    onMade: ({ name }) => {
      made.push(name)
      first.resolve()
    },
  })
  expect(waiting.map(({ delayMs }) => delayMs)).toEqual([backupEveryMs])
  ring()
  await first.promise
  expect(await backups.make()).toBeNull()
  await store.jobs.begin(job('j1'))
  await backups.close()
  expect(waiting).toEqual([])
  await store.close()
  expect(made).toEqual(['station-20260301T100000Z-1.sqlite', 'station-20260301T100000Z-2.sqlite'])

  const again = await openStore(folder)
  const idle = again.keepBackups({ clock })
  await idle.close()
  await again.close()
  expect(listBackups(folder).map(({ number }) => number)).toEqual([2, 1])
})

test('where the disk is short none is made, the one that is there stays, and it says so', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  await makeBackup(folder, at, signal)
  const { clock } = handClock()
  const errors: unknown[] = []
  let changes = 0
  const backups = new Backups({
    ...{ dataDir: folder, clock, freeBytes: () => 1_000_000, onError: (error) => errors.push(error) },
    changes: () => {
      changes += 1
      return changes
    },
  })
  await backups.close()
  expect(errors).toMatchObject([{ code: 'STORE_FULL', context: { reason: 'reserve' } }])
  expect(readdirSync(join(folder, 'backups'))).toEqual(['station-20260301T100000Z-1.sqlite'])
  await store.close()
})

test('a copy of a damaged database does not count, and leaves nothing', async () => {
  const folder = await tempFolder()
  const store = await openStore(folder)
  await store.close()
  const file = join(folder, 'station.sqlite')
  spoilPage(file, pagesOf(file, 'jobs_device', 'leaf')[0] ?? 0)
  const path = join(folder, 'copy.sqlite')
  await expect(copyDatabase(folder, path, signal)).rejects.toMatchObject({ code: 'STORE_BROKEN' })
  expect(readdirSync(folder).filter((name) => name.startsWith('copy'))).toEqual([])
  await expect(copyDatabase(join(folder, 'none'), path, signal)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('kept are the newest few, one for each hour of a day, and one for each day of two weeks', () => {
  const rule = { newest: 3, hours: 24, days: 14, totalBytes: Infinity }
  // Every ten minutes for 40 days.
  const all = Array.from({ length: 40 * 144 }, (_, index) =>
    backup(index + 1, new Date(at.getTime() + index * 600_000)),
  ).reverse()
  const gone = new Set(outdated(all, rule))
  const kept = all.filter((one) => !gone.has(one))
  expect(kept.slice(0, 3)).toEqual(all.slice(0, 3))
  const newest = all[0]?.at.getTime() ?? 0
  const ages = kept.map((one) => newest - one.at.getTime())
  expect(ages.filter((age) => age <= 24 * hourMs).length).toBeGreaterThanOrEqual(25)
  expect(kept.length).toBeLessThanOrEqual(3 + 25 + 15)
  expect(Math.max(...ages)).toBeGreaterThan(13 * 24 * hourMs)
  expect(Math.max(...ages)).toBeLessThanOrEqual(14 * 24 * hourMs)
})

test('whatever the clock does, the newest stays, and all together stay below their bound', () => {
  const rule = { newest: 3, hours: 24, days: 14, totalBytes: 1000 }
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ ms: fc.integer({ min: -40 * 24 * hourMs, max: 40 * 24 * hourMs }), size: fc.nat(400) }),
      ),
      (made) => {
        const all = made
          .map(({ ms, size }, index) => backup(index + 1, new Date(at.getTime() + ms), size))
          .reverse()
        const gone = new Set(outdated(all, rule))
        const kept = all.filter((one) => !gone.has(one))
        if (all[0]) expect(kept).toContain(all[0])
        const bytes = kept.slice(1).reduce((sum, { sizeBytes }) => sum + sizeBytes, kept[0]?.sizeBytes ?? 0)
        expect(bytes).toBeLessThanOrEqual(Math.max(1000, kept[0]?.sizeBytes ?? 0))
      },
    ),
  )
})

test('names that are none are no backups', async () => {
  const folder = await tempFolder()
  expect(listBackups(folder)).toEqual([])
  const store = await openStore(folder)
  const made = await makeBackup(folder, at, signal)
  await store.close()
  expect(existsSync(made.path)).toBe(true)
  expect(listBackups(folder)).toEqual([{ ...made, sizeBytes: readFileSync(made.path).length }])
})
