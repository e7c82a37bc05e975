// Secrets of the connections: in the keychain when there is one, in an owner-only file when there is none.
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Keychain } from '../../main/station/keychain.ts'
import { openSecrets } from '../../main/station/secrets.ts'
import { tempFolder } from '../store/job-fixture.ts'

const noKeychain = async () => null

/** A keychain in memory, with a longest value, as Windows has one. */
function memoryKeychain(longest = 100) {
  const entries = new Map<string, string>()
  const keychain: Keychain = {
    read: async (name) => entries.get(name) ?? null,
    async write(name, value) {
      if (value.length > longest) throw new Error('too long')
      entries.set(name, value)
    },
    remove: async (name) => void entries.delete(name),
  }
  return { entries, keychain, open: async () => keychain }
}

it('keeps secrets in a file of the owner where there is no keychain', async () => {
  const dataDir = await tempFolder()
  const secrets = await openSecrets(dataDir, noKeychain)
  await secrets.set({ plant: { token: 'secret-1' }, lab: { appSecret: 'secret-2', iotToken: 'secret-3' } })
  expect(await secrets.keptIn()).toBe('file')
  expect((await stat(join(dataDir, 'secrets.json'))).mode & 0o777).toBe(0o600)

  const again = await openSecrets(dataDir, noKeychain)
  expect(again.get('plant', 'token')).toBe('secret-1')
  expect(again.get('plant', 'password')).toBe('')
  expect(again.all().toSorted()).toEqual(['secret-1', 'secret-2', 'secret-3'])
  await again.set({ lab: { iotToken: '' } })
  await again.keepOnly(['lab'])
  expect((await openSecrets(dataDir, noKeychain)).stored()).toEqual([
    { connectionId: 'lab', name: 'appSecret' },
  ])
})

it('keeps them out of the file where there is a keychain, and tells data folders apart', async () => {
  const keychain = memoryKeychain()
  const [one, two] = [await tempFolder(), await tempFolder()]
  await (await openSecrets(one, keychain.open)).set({ plant: { token: 'secret-1' } })
  await (await openSecrets(two, keychain.open)).set({ plant: { token: 'secret-2' } })
  expect(await readFile(join(one, 'secrets.json'), 'utf8')).not.toContain('secret-1')
  expect([...keychain.entries.values()]).toEqual(['secret-1', 'secret-2'])

  const again = await openSecrets(one, keychain.open)
  expect(again.get('plant', 'token')).toBe('secret-1')
  expect(await again.keptIn()).toBe('keychain')
  await again.keepOnly([])
  expect([...keychain.entries.values()]).toEqual(['secret-2'])
  expect((await openSecrets(one, keychain.open)).stored()).toEqual([])
})

it('takes one that the keychain refuses into the file', async () => {
  const dataDir = await tempFolder()
  const keychain = memoryKeychain(5)
  await (await openSecrets(dataDir, keychain.open)).set({ plant: { token: 'longer', password: 'short' } })
  const again = await openSecrets(dataDir, keychain.open)
  expect([again.get('plant', 'token'), again.get('plant', 'password')]).toEqual(['longer', 'short'])
  expect([...keychain.entries.values()]).toEqual(['short'])
})

it('says that a secret is missing while its keychain is away, and has it when it is back', async () => {
  const dataDir = await tempFolder()
  const keychain = memoryKeychain()
  await (await openSecrets(dataDir, keychain.open)).set({ plant: { token: 'secret-1' } })
  const away = await openSecrets(dataDir, noKeychain)
  expect(away.stored()).toEqual([])
  await away.set({ plant: { password: 'secret-2' } })
  const back = await openSecrets(dataDir, keychain.open)
  expect([back.get('plant', 'token'), back.get('plant', 'password')]).toEqual(['secret-1', 'secret-2'])
})

it('takes over the one token of earlier versions, and moves it into the keychain with the next secret', async () => {
  const dataDir = await tempFolder()
  const file = join(dataDir, 'secrets.json')
  await writeFile(file, '{"cloudToken": "secret-1"}')
  expect((await openSecrets(dataDir, noKeychain)).get('cloud', 'token')).toBe('secret-1')
  const keychain = memoryKeychain()
  await (await openSecrets(dataDir, keychain.open)).set({ lab: { iotToken: 'secret-2' } })
  expect([...keychain.entries.values()].toSorted()).toEqual(['secret-1', 'secret-2'])
  expect(await readFile(file, 'utf8')).not.toContain('secret')
})

it('refuses a file that it cannot read, and leaves it as it is', async () => {
  const dataDir = await tempFolder()
  await writeFile(join(dataDir, 'secrets.json'), '{"values": 7}')
  await expect(openSecrets(dataDir, noKeychain)).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    context: { issue: 'values' },
  })
  expect(await readFile(join(dataDir, 'secrets.json'), 'utf8')).toBe('{"values": 7}')
})
