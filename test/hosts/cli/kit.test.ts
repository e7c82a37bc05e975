// `flashline kit` from making to bringing back, on the data folders of two stations that no network joins.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { stationParts } from '../../../main/hosts/cli/parts.ts'
import { openCloud, openKitStation, productId, tempDir } from '../../station/kit-bed.ts'
import { run } from './cli-fixture.ts'

vi.stubEnv('FLASHLINE_KEYCHAIN', 'off')

const kit = (dataDir: string, ...args: string[]) =>
  run(['kit', ...args, '--data', dataDir], { parts: { kitOnce: stationParts.kitOnce } })

/** A data folder of a station that has synced its tasks and images, and closed. */
async function synced(): Promise<string> {
  const dataDir = await tempDir()
  const station = await openKitStation({ name: 'Office', dataDir, cloud: await openCloud() })
  await station.sync()
  for (const { image } of await station.core.store.tasks.list(productId))
    await station.core.firmware.fetch(image, () => undefined, new AbortController().signal)
  await station.close()
  return dataDir
}

it('makes a kit, and takes it in where its key is trusted', { timeout: 60_000 }, async () => {
  const [office, laptop] = [await synced(), await tempDir()]
  const file = join(laptop, 'field.flkit')
  const made = await kit(
    office,
    'create',
    file,
    '--name',
    'Field',
    '--product',
    productId,
    '--profile',
    'practice',
  )
  expect(made).toMatchObject({ status: 0, err: '' })
  expect(made.out).toContain(String((await readFile(file)).length))

  const unknown = await kit(laptop, 'import', file)
  expect(unknown).toMatchObject({ status: 3, out: '' })
  expect(unknown.err).toContain('KIT_KEY_UNKNOWN')
  const key = (await kit(office, 'keys', 'show')).out.trim()
  expect(await kit(laptop, 'keys', 'trust', key, '--name', 'Office')).toMatchObject({ status: 0 })
  expect((await kit(laptop, 'keys', 'list')).out).toContain(key)

  const seen = await kit(laptop, 'inspect', file)
  expect(seen).toMatchObject({ status: 0, err: '' })
  expect(seen.out).toContain('Practice upgrade 1.0.0 to 2.0.1')
  const taken = await kit(laptop, 'import', file)
  expect(taken).toMatchObject({ status: 0, err: '' })
  // Nothing was set here: else the next start would be a practice bench.
  expect(JSON.parse(await readFile(join(laptop, 'settings.json'), 'utf8'))).toMatchObject({
    bench: { productId, profileId: 'practice' },
  })
  expect((await kit(laptop, 'import', file)).out).toContain('already')
  expect((await kit(laptop, 'list')).out).toMatch(/valid +Field/)
  expect(await kit(laptop, 'keys', 'remove', key)).toMatchObject({ status: 0 })
  expect((await kit(laptop, 'inspect', file)).status).toBe(3)

  const results = join(laptop, 'results.flresults')
  expect(await kit(laptop, 'export-results', results)).toMatchObject({ status: 0, out: 'No results wait.\n' })
})

it('writes over no file, takes no key that is none, and waits for a station that runs', async () => {
  const dataDir = await tempDir()
  const file = join(dataDir, 'there.flresults')
  await writeFile(file, 'kept')
  expect(await kit(dataDir, 'export-results', file)).toMatchObject({ status: 2 })
  expect(await readFile(file, 'utf8')).toBe('kept')
  expect(await kit(dataDir, 'keys', 'trust', 'nonsense', '--name', 'X')).toMatchObject({ status: 2 })
  expect(await kit(dataDir, 'create', join(dataDir, 'a.flkit'), '--name', 'X')).toMatchObject({ status: 2 })
  const inspected = await kit(dataDir, 'inspect', file)
  expect(inspected.status).toBe(3)
  expect(inspected.err).toContain('KIT_UNREADABLE')
  await openKitStation({ name: 'Busy', dataDir, cloud: null })
  expect((await kit(dataDir, 'keys', 'show')).err).toContain('DATA_IN_USE')
})
