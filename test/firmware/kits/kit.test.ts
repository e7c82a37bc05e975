// The file of a kit: what was put in comes out, and whatever is changed in it, on purpose or by chance, is refused.
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import yazl from 'yazl'
import { createKeyPair, isSignedBy } from '../../../main/firmware/kits/ed25519.ts'
import { type Kit, kitContent, kitRules, readKit } from '../../../main/firmware/kits/kit.ts'
import { encodeManifest, encodeSignature } from '../../../main/firmware/kits/manifest.ts'
import { withSealed } from '../../../main/firmware/kits/read-sealed.ts'
import { writeSealed } from '../../../main/firmware/kits/write-sealed.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { about, bodyOf, kitFolder, never, writeKit } from './kit-file.ts'

const open = (path: string, folder: string, use: (kit: Kit) => unknown = (kit) => kit) =>
  withSealed(path, kitRules, folder, never, async (sealed) => use(await readKit(sealed)))

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof FlashlineError ? error.code : String(error)),
  )

it('gives back what was put in, and leaves nothing behind', async () => {
  const image = Buffer.from('the bytes of an image')
  const { path, folder, keys, body } = await writeKit(image)
  const temp = join(folder, 'temp')
  await mkdir(temp)
  await open(path, temp, async (kit) => {
    expect(kit.about).toEqual(about)
    expect(kit.publicKey).toBe(keys.publicKey)
    expect(kit.body).toEqual(body)
    const [file = ''] = kit.files.values()
    expect(await readFile(file)).toEqual(image)
  })
  expect(await readdir(temp)).toEqual([])
})

it('is the same file whoever writes it, so that old kits stay readable', async () => {
  const keys = {
    privateKey: 'MC4CAQAwBQYDK2VwBCIEIAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g',
    publicKey: 'ebVWLo_mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ',
  }
  expect(isSignedBy(Buffer.from(''), Buffer.alloc(64), keys.publicKey)).toBe(false)
  const path = join(await kitFolder(), 'golden.flkit')
  const parts = [{ path: 'tasks.json', bytes: Buffer.from('[]') }]
  await writeSealed(path, { format: 'flashline-kit', about: { name: 'one' }, parts }, keys, 10_000, never)
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  expect(sha256).toBe('cc3b0dc82be1fa8bd756f611b959b3cabf63b3317404efedcdaa97058741696a')
})

it('refuses a kit of which any byte is another one', { timeout: 60_000 }, async () => {
  const { path, folder } = await writeKit()
  const good = await readFile(path)
  const changed = join(folder, 'changed.flkit')
  await fc.assert(
    fc.asyncProperty(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const bytes = Buffer.from(good)
      bytes[at] = (bytes[at] ?? 0) ^ flip
      await writeFile(changed, bytes)
      expect(await codeOf(open(changed, folder))).toMatch(/^KIT_/)
    }),
    { numRuns: 300 },
  )
})

it('refuses a kit with bytes before, behind or left out', async () => {
  const { path, folder } = await writeKit()
  const good = await readFile(path)
  const other = join(folder, 'other.flkit')
  for (const bytes of [
    Buffer.concat([Buffer.from('#!'), good]),
    Buffer.concat([good, Buffer.from([0])]),
    Buffer.alloc(0),
    Buffer.from('no zip at all'),
  ]) {
    await writeFile(other, bytes)
    expect(await codeOf(open(other, folder))).toMatch(/^KIT_(UNREADABLE|CHANGED)$/)
  }
  await truncate(path, good.length - 1)
  expect(await codeOf(open(path, folder))).toBe('KIT_UNREADABLE')
  expect(await codeOf(open(join(folder, 'none.flkit'), folder))).toBe('KIT_UNREADABLE')
})

it('refuses a kit that another key has signed over, as changed', async () => {
  const { path, folder, keys } = await writeKit()
  const good = (await readFile(path)).toString('latin1')
  const forged = good.replace(keys.publicKey, createKeyPair().publicKey)
  await writeFile(path, Buffer.from(forged, 'latin1'))
  expect(await codeOf(open(path, folder))).toBe('KIT_CHANGED')
})

/** A zip that is no work of ours, with a right signature. */
async function zipOf(
  folder: string,
  entries: readonly { path: string; bytes: Buffer; compress?: boolean }[],
  manifest: Buffer,
): Promise<string> {
  const keys = createKeyPair()
  const zip = new yazl.ZipFile()
  zip.addBuffer(manifest, 'manifest.json', { compress: false })
  zip.addBuffer(encodeSignature(manifest, 'flashline-kit', keys), 'signature.json', { compress: false })
  for (const { path, bytes, compress = false } of entries) zip.addBuffer(bytes, path, { compress })
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(Buffer.from(part))
  const path = join(folder, 'made.flkit')
  await writeFile(path, Buffer.concat(parts))
  return path
}

const emptyManifest = encodeManifest('flashline-kit', { about, entries: [] })

it.each([
  ['a path that leaves the folder', 'profiles/../../evil.json', false],
  ['a path that no kit has', 'readme.txt', false],
  ['a compressed entry', 'tasks.json', true],
])('refuses %s', async (_, path, compress) => {
  const folder = await kitFolder()
  const bytes = Buffer.alloc(1000)
  const made = await zipOf(folder, [{ path: path.replaceAll('..', 'xx'), bytes, compress }], emptyManifest)
  const file = (await readFile(made)).toString('latin1').replaceAll('xx', '..')
  await writeFile(made, Buffer.from(file, 'latin1'))
  expect(await codeOf(open(made, folder))).toBe('KIT_UNREADABLE')
})

it('refuses entries that are there twice, that nobody signed, and that are too large', async () => {
  const folder = await kitFolder()
  const tasks = { path: 'tasks.json', bytes: Buffer.from('[]') }
  expect(await codeOf(open(await zipOf(folder, [tasks, tasks], emptyManifest), folder))).toBe(
    'KIT_UNREADABLE',
  )
  expect(await codeOf(open(await zipOf(folder, [tasks], emptyManifest), folder))).toBe('KIT_CHANGED')
  const large = { path: 'orders.json', bytes: Buffer.alloc(1024 * 1024 + 1) }
  expect(await codeOf(open(await zipOf(folder, [large], emptyManifest), folder))).toBe('KIT_TOO_LARGE')
  const bound = { ...kitRules, limitBytes: 100 }
  const { path } = await writeKit()
  expect(await codeOf(withSealed(path, bound, folder, never, readKit))).toBe('KIT_TOO_LARGE')
})

it('refuses a newer form by that name, and a result file as no kit', async () => {
  const folder = await kitFolder()
  const newer = Buffer.from(emptyManifest.toString().replace('"schema": 1', '"schema": 2'))
  expect(await codeOf(open(await zipOf(folder, [], newer), folder))).toBe('KIT_NEWER')
  const results = encodeManifest('flashline-results', { about, entries: [] })
  expect(await codeOf(open(await zipOf(folder, [], results), folder))).toBe('KIT_UNREADABLE')
})

it('refuses a kit whose task has no image, or whose order has no task', async () => {
  const folder = await kitFolder()
  const body = bodyOf(Buffer.from('image'))
  for (const broken of [
    { ...body, images: [] },
    { ...body, tasks: [] },
  ]) {
    const path = join(folder, 'broken.flkit')
    const source = join(folder, 'image.bin')
    await writeFile(source, 'image')
    const content = kitContent(about, broken, () => source)
    await writeSealed(path, content, createKeyPair(), kitRules.limitBytes, never)
    expect(await codeOf(open(path, folder))).toBe('KIT_UNREADABLE')
  }
})

it('writes nothing when an image is not what its name says, or when it is stopped', async () => {
  const folder = await kitFolder()
  const source = join(folder, 'image.bin')
  await writeFile(source, 'imagE')
  const content = kitContent(about, bodyOf(Buffer.from('image')), () => source)
  const path = join(folder, 'a.flkit')
  const write = (signal: AbortSignal) =>
    codeOf(writeSealed(path, content, createKeyPair(), kitRules.limitBytes, signal))
  expect(await write(never)).toBe('KIT_CHANGED')
  expect(await write(AbortSignal.abort(new FlashlineError('JOB_CANCELLED')))).toBe('JOB_CANCELLED')
  expect(await readdir(folder)).toEqual(['image.bin'])
})
