// Profiles from two folders: the program's own must be whole, a plant's broken file costs only itself.
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadProfiles, type OptionsSchemaOf, parseProfile } from '../../main/profiles/load.ts'
import { protocols } from '../../main/protocols/registry.ts'
import { FlashlineError } from '../../preload/contract/index.ts'

const resources = fileURLToPath(new URL('../../resources/profiles', import.meta.url))
const plain: OptionsSchemaOf = (id) =>
  id === 'plain' ? z.strictObject({ speed: z.number().default(1) }) : undefined
const profile = (more: object = {}) =>
  JSON.stringify({ profileId: 'one', name: 'One', protocol: 'plain', model: 'ONE', ...more })

let dir: string
let builtInDir: string
let plantDir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'profiles-'))
  builtInDir = join(dir, 'built-in')
  plantDir = join(dir, 'plant')
  await mkdir(builtInDir)
  await mkdir(plantDir)
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const failure = (action: () => unknown): FlashlineError => {
  try {
    action()
  } catch (error) {
    if (error instanceof FlashlineError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('one profile', () => {
  test('is filled with defaults', () => {
    expect(parseProfile('one.json', profile(), plain)).toMatchObject({
      profileId: 'one',
      baudRate: 115_200,
      identify: null,
      confirm: null,
      versionWeights: [1],
      acceptUnproved: false,
    })
  })

  test.each([
    ['{', ''],
    ['[]', ''],
    [profile({ colour: 'red' }), 'colour'],
    [profile({ profileId: 'One' }), 'profileId'],
    [profile({ protocol: 'morse' }), 'protocol: unknownProtocol'],
    [profile({ options: { speed: 'fast' } }), 'options.speed'],
    [profile({ options: { spede: 1 } }), 'spede'],
    [profile({ identify: [{ expect: '(' }] }), 'identify[0].expect'],
    [profile({ confirm: [{ expect: 'running' }] }), 'confirm'],
  ])('%s is refused with its file and what is wrong', (text, issue) => {
    const error = failure(() => parseProfile('one.json', text, plain))
    expect(error.code).toBe('PROFILE_INVALID')
    expect(error.context.file).toBe('one.json')
    expect(error.context.issue).toContain(issue)
  })
})

describe('folders', () => {
  test('a plant profile wins over the built-in one, and broken ones are told', async () => {
    await writeFile(join(builtInDir, 'one.json'), profile())
    await writeFile(join(builtInDir, 'notes.txt'), 'no profile')
    await writeFile(join(plantDir, 'a.json'), profile({ name: 'Ours' }))
    await writeFile(join(plantDir, 'b.json'), profile({ profileId: 'one', name: 'Again' }))
    await writeFile(join(plantDir, 'c.json'), 'nonsense')
    await writeFile(join(plantDir, 'd.json'), profile({ profileId: 'two' }))
    await writeFile(join(plantDir, 'e.json'), ' '.repeat(300_000))
    const { profiles, problems } = await loadProfiles({ builtInDir, plantDir }, plain)
    expect([...profiles.keys()]).toEqual(['one', 'two'])
    expect(profiles.get('one')?.name).toBe('Ours')
    expect(problems.map((problem) => [problem.code, problem.context.file])).toEqual([
      ['PROFILE_INVALID', 'b.json'],
      ['PROFILE_INVALID', 'c.json'],
      ['PROFILE_INVALID', 'e.json'],
    ])
  })

  test('a broken built-in profile or a missing built-in folder stops', async () => {
    await writeFile(join(builtInDir, 'one.json'), 'nonsense')
    await expect(loadProfiles({ builtInDir, plantDir: null }, plain)).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
      context: { file: 'one.json' },
    })
    const missing = join(dir, 'missing')
    await expect(loadProfiles({ builtInDir: missing, plantDir: null }, plain)).rejects.toMatchObject({
      code: 'PROFILE_INVALID',
    })
  })

  test('a plant without a folder has no profiles of its own', async () => {
    await writeFile(join(builtInDir, 'one.json'), profile())
    const loaded = await loadProfiles({ builtInDir, plantDir: join(dir, 'missing') }, plain)
    expect([...loaded.profiles.keys()]).toEqual(['one'])
    expect(loaded.problems).toEqual([])
  })
})

/** Who takes a whole file proves something only where it digests it; all boot loaders do. */
function canProve(protocol: string, options: Readonly<Record<string, unknown>>): boolean {
  switch (protocol) {
    case 'xmodem':
    case 'ymodem':
      return Boolean(z.object({ digest: z.unknown() }).safeParse(options.console).data?.digest)
    case 'http-ota':
      return options.digest === 'md5' || options.digest === 'sha256'
    case 'pull':
      return Boolean(options.deviceChecksDigest)
    default:
      return true
  }
}

test('the profiles that come with the program are whole', async () => {
  const { profiles } = await loadProfiles(
    { builtInDir: resources, plantDir: null },
    (id) => protocols.get(id)?.options,
  )
  const files = await readdir(resources)
  expect([...profiles.keys()].map((id) => `${id}.json`).sort()).toEqual(files.sort())
  for (const { protocol, options, acceptUnproved } of profiles.values()) {
    expect([protocol, acceptUnproved]).toEqual([protocol, !canProve(protocol, options)])
  }
})
