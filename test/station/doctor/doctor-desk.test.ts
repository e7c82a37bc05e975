// The doctor inside a station: asked twice at once he looks once, keeps off the database while a job runs, and lets go
// when the station closes.
import { expect, it, onTestFinished } from 'vitest'
import { createClouds } from '../../../main/station/clouds.ts'
import { createDoctorDesk } from '../../../main/station/doctor-desk.ts'
import { openStore } from '../../../main/store/open-store.ts'
import { settingsSchema } from '../../../preload/contract/index.ts'
import { rawServer } from '../../clouds/line/servers.ts'
import { tempFolder } from '../../store/job-fixture.ts'
import { resourcesDir } from '../one-device.ts'

async function deskWith(connections: readonly object[], isBusy: () => boolean) {
  const dataDir = await tempFolder()
  const store = await openStore(dataDir)
  onTestFinished(() => store.close())
  const settings = settingsSchema.parse({ connections })
  const secret = () => 'tok'
  const clouds = createClouds({
    connections: () => settings.connections,
    secret,
    secrets: () => [],
    onEntry: () => {},
  })
  onTestFinished(() => clouds.close())
  return createDoctorDesk({
    ...{ version: '9.9.9', dataDir, resourcesDir, clouds, isBusy },
    settings: () => settings,
    secrets: () => [],
    openKeychain: async () => null,
  })
}

it('looks once for all who ask meanwhile, and proves the database only when no job runs', async () => {
  let isBusy = true
  const desk = await deskWith([], () => isBusy)
  const [one, other] = await Promise.all([desk.report(), desk.report()])
  expect(other).toBe(one)
  const databaseOf = ({ lines }: typeof one) => lines.find(({ check }) => check === 'database')?.finding
  expect(databaseOf(one)).toBe('databaseUnproved')
  expect(one.lines.some(({ check }) => check === 'door')).toBe(false)
  isBusy = false
  const later = await desk.report()
  expect(later).not.toBe(one)
  expect(databaseOf(later)).toBe('databaseFine')
})

it('breaks off when the station closes, also in the middle of a call to a silent cloud', async () => {
  const asked = Promise.withResolvers<void>()
  const silent = await rawServer(() => asked.resolve())
  const connection = { kind: 'xlink', connectionId: 'plant', baseUrl: silent.url, timeoutMs: 60_000 }
  const desk = await deskWith([connection], () => false)
  const report = desk.report()
  const ended = expect(report).rejects.toThrow('the station closes')
  await asked.promise
  await desk.stop()
  await ended
})
