// `flashline doctor` as its user runs it: on a fresh folder, beside a running station, on a broken one; and as JSON.
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createStation } from '../../../main/station/station.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { type DoctorReport, doctorChecks, doctorReportSchema } from '../../../preload/contract/index.ts'
import { resourcesDir } from '../../station/one-device.ts'
import { job, tempFolder } from '../../store/job-fixture.ts'
import { runCli } from '../run-cli.ts'
import { run } from './cli-fixture.ts'

// Several processes one after the other, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 90_000 })

const json = (text: string): DoctorReport => doctorReportSchema.parse(JSON.parse(text))
const findingsOf = ({ lines }: DoctorReport) => lines.map(({ finding }) => finding)

it('looks at a fresh folder: every check has its line, nothing fails, nothing is left behind', async () => {
  const dataDir = await tempFolder()
  const { status, stdout, stderr } = await runCli(['doctor', '--data', dataDir, '--json'])
  expect(stderr).toBe('')
  const report = json(stdout)
  expect(report.lines.filter(({ verdict }) => verdict === 'fail')).toEqual([])
  expect(status).toBe(0)
  expect([...new Set(report.lines.map(({ check }) => check))]).toEqual([...doctorChecks])
  expect(findingsOf(report)).toEqual(
    expect.arrayContaining([
      'systemKnown',
      'nativeLoaded',
      'dataFine',
      'databaseNone',
      'keychainOff',
      'profilesFine',
    ]),
  )
  expect(await readdir(dataDir)).toEqual([])
})

it('works beside a running station, and takes nothing from it', async () => {
  const dataDir = await tempFolder()
  const store = await openStore(dataDir)
  await store.jobs.begin(job('j1'))
  await store.close()
  const options = { dataDir, resourcesDir, practice: false, version: '9.9.9', keychain: async () => null }
  await writeFile(
    join(dataDir, 'settings.json'),
    JSON.stringify({ watchUsb: false, slots: [{ address: 'tcp://127.0.0.1:9' }] }),
  )
  const station = await createStation(options)
  onTestFinished(() => station.close())
  const before = await readFile(join(dataDir, 'settings.json'), 'utf8')
  const { status, stdout } = await runCli(['doctor', '--data', dataDir, '--json'])
  expect([status, findingsOf(json(stdout))]).toEqual([
    0,
    expect.arrayContaining(['databaseFine', 'settingsFine']),
  ])
  // The station still has its folder to itself, and works.
  await expect(openStore(dataDir)).rejects.toMatchObject({ code: 'DATA_IN_USE' })
  expect(await readFile(join(dataDir, 'settings.json'), 'utf8')).toBe(before)
})

it('says what does not work, what to type, and ends with 1; in both languages', async () => {
  const dataDir = await tempFolder()
  await writeFile(join(dataDir, 'settings.json'), '{ this is no JSON')
  await writeFile(join(dataDir, 'secrets.json'), '{}')
  await chmod(join(dataDir, 'secrets.json'), 0o644)
  await writeFile(join(dataDir, 'station.sqlite'), 'no database')
  await mkdir(join(dataDir, 'profiles'))
  await writeFile(join(dataDir, 'profiles', 'mine.json'), '{ "profileId": 7 }')
  const english = await runCli(['doctor', '--data', dataDir])
  expect(english.status).toBe(1)
  expect(english.stdout).toMatch(/^FAIL {2}Settings: The settings cannot be read: /m)
  expect(english.stdout).toMatch(/^FAIL {2}Database: It cannot be opened: /m)
  expect(english.stdout).toMatch(/^warn {2}Profiles: The profile .*mine\.json.* is left out: /m)
  expect(english.stdout).toContain(`        chmod 600 ${join(dataDir, 'secrets.json')}\n`)
  expect(english.stdout).toMatch(/\n3 that do not work, \d+ to look after\.\n$/)
  const chinese = await runCli(['doctor', '--data', dataDir], { LANG: 'zh_CN.UTF-8', LC_ALL: 'zh_CN.UTF-8' })
  expect(chinese.status).toBe(1)
  expect(chinese.stdout).toMatch(/^故障 +设置：设置无法读取/m)
  expect(chinese.stdout).toMatch(/\n3 项故障，\d+ 项需要注意。\n$/)
  // It repaired nothing.
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o644)
  expect(await readFile(join(dataDir, 'station.sqlite'), 'utf8')).toBe('no database')
})

it('asks no cloud when it is offline, and refuses a folder that is not there', async () => {
  const dataDir = await tempFolder()
  const connection = { kind: 'xlink', connectionId: 'plant', baseUrl: 'http://127.0.0.1:9' }
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify({ connections: [connection] }))
  const { stdout } = await runCli(['doctor', '--data', dataDir, '--offline', '--json'])
  expect(findingsOf(json(stdout))).toEqual(expect.arrayContaining(['connectionsOffline', 'clockUnasked']))
  expect(await run(['doctor', '--data', join(dataDir, 'gone')])).toMatchObject({ status: 2, out: '' })
})

it('prints what a device calls itself without its control characters', async () => {
  const hostile = '\u001b[2J\u202eevil'
  const report: DoctorReport = {
    at: '2026-03-04T05:06:07.000Z',
    verdict: 'pass',
    lines: [
      {
        check: 'ports',
        verdict: 'pass',
        finding: 'portFine',
        facts: { path: '/dev/x', product: hostile },
        error: null,
      },
    ],
  }
  const options = { parts: { doctor: async () => report } }
  const dataDir = await tempFolder()
  const text = await run(['doctor', '--data', dataDir], options)
  expect(text.out).toBe('pass  Serial ports: /dev/x: ?[2J?evil\n\nThis computer is fit to be a station.\n')
  const { out } = await run(['doctor', '--data', dataDir, '--json'], options)
  expect(json(out)).toEqual(report)
  for (const control of ['\u001b', '\u202e']) expect(out).not.toContain(control)
})
