// Profiles through the contract: a plant's profile is saved, offered, shown in events and the snapshot, and survives a
// restart; a broken one is told with its place.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createRouterClient } from '@orpc/server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createCaller } from '../../main/station/caller.ts'
import type { StationClient } from '../../main/station/router.ts'
import { createStation, type Station } from '../../main/station/station.ts'

const resourcesDir = fileURLToPath(new URL('../../resources', import.meta.url))
let dataDir: string
let station: Station
let client: StationClient

async function open(): Promise<void> {
  station = await createStation({
    dataDir,
    resourcesDir,
    practice: true,
    version: '0.0.0-test',
    keychain: async () => null,
  })
  client = createRouterClient(station.router, { context: { caller: createCaller() } })
}
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'station-profiles-'))
  await open()
})
afterEach(async () => {
  await station.close()
  await rm(dataDir, { recursive: true, force: true })
})

test('a saved profile is there for everybody, and after a restart', async () => {
  const { seq } = await client.station.snapshot()
  const { profile } = await client.profiles.get({ profileId: 'ymodem' })
  const saved = await client.profiles.save({ profile: { ...profile, profileId: 'line-3', name: 'Line 3' } })
  expect(saved).toEqual({
    ...{ profileId: 'line-3', name: 'Line 3', protocol: 'ymodem' },
    ...{ chips: [], origin: 'plant', hidesBuiltIn: false },
  })
  for await (const event of await client.station.events({ afterSeq: seq })) {
    if (event.type !== 'profilesChanged') continue
    expect(event.profiles).toContainEqual({ profileId: 'line-3', name: 'Line 3', protocol: 'ymodem' })
    break
  }
  await station.close()
  await open()
  const { profiles } = await client.station.snapshot()
  expect(profiles.map(({ profileId }) => profileId)).toContain('line-3')
  expect((await client.profiles.list()).profiles).toContainEqual(saved)
  expect(await client.profiles.remove({ profileId: 'line-3' })).toEqual({ shown: null })
  await expect(client.profiles.get({ profileId: 'line-3' })).rejects.toMatchObject({
    data: { code: 'PROFILE_UNKNOWN' },
  })
})

test('what is wrong is refused with its place, and checked without being saved', async () => {
  const text =
    '{\n  "profileId": "a",\n  "name": "A", "model": "A",\n  "protocol": "xmodem",\n  "options": { "blocksize": 128 }\n}'
  expect(await client.profiles.check({ text })).toEqual({
    profileId: null,
    mistakes: [{ place: 'options.blocksize', line: 5, column: 16, problem: 'unknownKey', facts: {} }],
    total: 1,
  })
  await expect(client.profiles.save({ profile: JSON.parse(text) })).rejects.toMatchObject({
    data: { code: 'PROFILE_INVALID', context: { place: 'options.blocksize', problem: 'unknownKey' } },
  })
  expect((await client.profiles.list()).problems).toEqual([])
})

test('there is a schema for every protocol that a profile names', async () => {
  const schemas = await client.profiles.schemas()
  const { profiles } = await client.profiles.list()
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(profiles.map(({ protocol }) => protocol)))
  expect(schemas.xmodem).toMatchObject({
    properties: { options: { properties: { padding: { default: '1a' } } } },
  })
})
