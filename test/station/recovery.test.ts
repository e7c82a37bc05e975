// A station whose database was damaged starts, says so to everybody who looks, checks its records, and stops saying so when a
// lead has seen it.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import { createStation } from '../../main/station/station.ts'
import { listBackups } from '../../main/store/backups/backup-files.ts'
import { openStore } from '../../main/store/open-store.ts'
import { settingsSchema } from '../../preload/contract/index.ts'
import { overwrite } from '../store/damage.ts'
import { job, tempFolder } from '../store/job-fixture.ts'
import { resourcesDir } from './one-device.ts'

const settings = settingsSchema.parse({ watchUsb: false, slots: [{ address: '/dev/not-there' }] })

async function folderWithJobs(): Promise<string> {
  const dataDir = join(await tempFolder(), 'station')
  await mkdir(dataDir)
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings))
  const store = await openStore(dataDir)
  for (const jobId of ['j1', 'j2']) {
    await store.jobs.begin(job(jobId))
    await store.jobs.save(job(jobId, { outcome: 'passed', endedAt: '2026-01-02T03:04:09.000Z' }), [], [])
  }
  await store.close()
  return dataDir
}

async function open(dataDir: string) {
  const options = { dataDir, resourcesDir, practice: false, version: 'test', keychain: async () => null }
  const station = await createStation(options)
  onTestFinished(() => station.close())
  const client = createRouterClient(station.router, { context: { caller: createCaller() } })
  return { station, client }
}

test('it starts on a damaged database, says what it did until a lead has seen it, and its records are whole', async () => {
  const dataDir = await folderWithJobs()
  const first = await open(dataDir)
  expect((await first.client.station.snapshot()).recovery).toBeNull()
  await first.station.close()
  expect(listBackups(dataDir)).toHaveLength(1)

  overwrite(join(dataDir, 'station.sqlite'), 0, Buffer.alloc(100))
  const { client, station } = await open(dataDir)
  const { recovery, recent, seq } = await client.station.snapshot()
  expect(recovery).toMatchObject({ cause: 'damaged', lost: 0 })
  expect(recent.map(({ jobId }) => jobId).sort()).toEqual(['j1', 'j2'])
  expect(await readFile(join(dataDir, 'station.log'), 'utf8')).toContain('"cause":"damaged"')
  const { lines } = await client.diagnostics.doctor()
  expect(lines.map(({ finding }) => finding)).toContain('databaseRecovered')

  expect(await client.history.chain()).toMatchObject({ report: null })
  const report = await client.history.verify()
  expect(report).toMatchObject({ records: 2, problemCount: 0 })
  expect(await client.history.chain()).toEqual({ entries: report.entries, report })

  expect(await client.station.seenRecovery()).toEqual({ seen: true })
  for await (const event of await client.station.events({ afterSeq: seq }))
    if (event.type === 'recoveryChanged') {
      expect(event.recovery).toBeNull()
      break
    }
  expect((await client.station.snapshot()).recovery).toBeNull()
  expect(await client.station.seenRecovery()).toEqual({ seen: false })
  await station.close()
})

test('an export has a proof that the station signed', async () => {
  const { client } = await open(await folderWithJobs())
  const { text, proof } = await client.history.export({ format: 'json', proof: true })
  expect(text.trimEnd().split('\n')).toHaveLength(2)
  const { body, publicKey, signature } = JSON.parse(proof ?? '')
  expect(
    JSON.parse(body)
      .records.map(({ jobId }: { jobId: string }) => jobId)
      .sort(),
  ).toEqual(['j1', 'j2'])
  expect([typeof publicKey, typeof signature]).toEqual(['string', 'string'])
  expect((await client.history.export({ format: 'json' })).proof).toBeNull()
})
