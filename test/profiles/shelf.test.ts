// The profiles of a running station: saved, hidden, removed, broken; asserted on the folder and on what a new station finds.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { ProfileShelf } from '../../main/profiles/shelf.ts'

const optionsOf = (id: string) =>
  id === 'plain' ? z.strictObject({ speed: z.number().default(1) }) : undefined
const one = { profileId: 'one', name: 'One', protocol: 'plain', model: 'ONE' }

let dir: string
let plantDir: string
let changes: number
let open: () => Promise<ProfileShelf>
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'shelf-'))
  const builtInDir = join(dir, 'built-in')
  plantDir = join(dir, 'data', 'profiles')
  await mkdir(builtInDir)
  await writeFile(join(builtInDir, 'one.json'), JSON.stringify(one))
  changes = 0
  open = async () => {
    const shelf = await ProfileShelf.open({ builtInDir, plantDir }, optionsOf)
    shelf.onChange = () => {
      changes += 1
    }
    return shelf
  }
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('a saved profile hides the built-in one until it is removed', async () => {
  const shelf = await open()
  const ours = { ...one, name: 'Ours', options: { speed: 2 } }
  expect(await shelf.save(ours)).toEqual({
    ...{ profileId: 'one', name: 'Ours', protocol: 'plain', chips: [] },
    ...{ origin: 'plant', hidesBuiltIn: true },
  })
  expect(await readdir(plantDir)).toEqual(['one.json'])
  for (const anew of [shelf, await open()]) {
    // As the file says it, without defaults.
    expect(anew.get('one').profile).toEqual(ours)
    expect(anew.find('one')).toMatchObject({ name: 'Ours', baudRate: 115_200 })
  }
  expect(await shelf.remove('one')).toMatchObject({ name: 'One', origin: 'builtIn', hidesBuiltIn: false })
  expect(await readdir(plantDir)).toEqual([])
  expect(shelf.infos()).toEqual([{ profileId: 'one', name: 'One', protocol: 'plain' }])
  expect(changes).toBe(2)
})

test('what is wrong is not saved, and told with its place', async () => {
  const shelf = await open()
  await expect(shelf.save({ ...one, options: { spede: 1 } })).rejects.toMatchObject({
    code: 'PROFILE_INVALID',
    context: { file: 'one', place: 'options.spede', problem: 'unknownKey', count: 1 },
  })
  await expect(shelf.save({ ...one, profileId: '../../x' })).rejects.toMatchObject({
    code: 'PROFILE_INVALID',
  })
  await expect(readdir(plantDir)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(changes).toBe(0)
})

test('a profile stays in the file that it has, and takes none from another', async () => {
  await mkdir(plantDir, { recursive: true })
  await writeFile(join(plantDir, 'line-3.json'), JSON.stringify({ ...one, profileId: 'two' }))
  await writeFile(join(plantDir, 'three.json'), JSON.stringify({ ...one, profileId: 'four' }))
  const shelf = await open()
  await shelf.save({ ...one, profileId: 'two', name: 'Second' })
  expect(JSON.parse(await readFile(join(plantDir, 'line-3.json'), 'utf8'))).toMatchObject({ name: 'Second' })
  await expect(shelf.save({ ...one, profileId: 'three' })).rejects.toMatchObject({
    code: 'PROFILE_INVALID',
    context: { problem: 'taken', found: 'four' },
  })
  expect(await readdir(plantDir)).toEqual(['line-3.json', 'three.json'])
})

test('a broken file is told, and saving its profile repairs it', async () => {
  await mkdir(plantDir, { recursive: true })
  await writeFile(join(plantDir, 'two.json'), '{\n  "profileId": "two",\n}')
  const shelf = await open()
  expect(shelf.list().problems).toMatchObject([
    { code: 'PROFILE_INVALID', context: { file: 'two.json', line: 3, column: 1, problem: 'syntax' } },
  ])
  await shelf.save({ ...one, profileId: 'two' })
  expect(shelf.list().problems).toEqual([])
  expect(shelf.find('two')).not.toBeNull()
})

test('only what is there and of the plant is removed', async () => {
  const shelf = await open()
  for (const profileId of ['one', 'two'])
    await expect(shelf.remove(profileId)).rejects.toMatchObject({
      code: 'PROFILE_UNKNOWN',
      context: { profileId },
    })
  expect(() => shelf.get('two')).toThrow(expect.objectContaining({ code: 'PROFILE_UNKNOWN' }))
})

test('changes at the same time all hold', async () => {
  const shelf = await open()
  const ids = Array.from({ length: 8 }, (_, index) => `p${index}`)
  await Promise.all(ids.map((profileId) => shelf.save({ ...one, profileId })))
  await Promise.all(ids.slice(4).map((profileId) => shelf.remove(profileId)))
  expect(shelf.infos().map(({ profileId }) => profileId)).toEqual(['one', ...ids.slice(0, 4)])
  expect(await readdir(plantDir)).toEqual(ids.slice(0, 4).map((id) => `${id}.json`))
})
