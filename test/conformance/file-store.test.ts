// The suite of firmware files on a folder, and what is a folder's own: it is not made, and one that is gone is told from
// files that are gone.
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openFileStore, readFilesPlace } from '../../main/local-cloud/files/files-place.ts'
import { fileStoreSuite } from './file-store-suite.ts'

const now = () => new Date()
const newFolder = () => mkdtemp(join(tmpdir(), 'flashline-files-'))

fileStoreSuite('a shared folder', async () => {
  const folder = await newFolder()
  return {
    open: () => openFileStore({ kind: 'folder', folder }, folder, now),
    spoil: (sha256, bytes) => writeFile(join(folder, sha256), bytes),
    remove: (sha256) => rm(join(folder, sha256)),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
})

describe('a folder of firmware files', () => {
  let root: string
  beforeEach(async () => {
    root = await newFolder()
  })
  afterEach(() => rm(root, { recursive: true, force: true }))
  const sha256 = 'a'.repeat(64)
  const content = { sha256, md5: 'b'.repeat(32), sizeBytes: 3 }

  it('is not made where it was named: the share may not be mounted', async () => {
    const folder = join(root, 'mnt', 'firmware')
    await expect(openFileStore({ kind: 'folder', folder }, root, now)).rejects.toMatchObject({
      code: 'FILES_UNREACHABLE',
      context: { place: folder, reason: 'ENOENT' },
    })
    expect(await readdir(root)).toEqual([])
  })

  it('has to be a folder', async () => {
    const file = join(root, 'file')
    await writeFile(file, '')
    await expect(openFileStore({ kind: 'folder', folder: file }, root, now)).rejects.toMatchObject({
      code: 'FILES_REFUSED',
      context: { reason: 'ENOTDIR' },
    })
  })

  it('that goes away is an error, not a missing file; when it is back all is there', async () => {
    const folder = join(root, 'share')
    await mkdir(folder)
    const store = await openFileStore({ kind: 'folder', folder }, root, now)
    await writeFile(join(folder, sha256), 'abc')
    await rename(folder, join(root, 'elsewhere'))
    const gone = { code: 'FILES_UNREACHABLE', context: { place: folder } }
    await expect(store.findSize(sha256)).rejects.toMatchObject(gone)
    await expect(store.read(content, { first: 0, last: 2 })).rejects.toMatchObject(gone)
    await expect(store.keep(join(root, 'no.part'), content)).rejects.toMatchObject(gone)
    await rename(join(root, 'elsewhere'), folder)
    expect(await store.findSize(sha256)).toBe(3)
  })

  it('takes what is there already for put, where the share replaces nothing', async () => {
    const store = await openFileStore({ kind: 'folder', folder: root }, root, now)
    await writeFile(join(root, sha256), 'abc')
    // A rename that fails, as on a share whose file somebody is reading.
    const impossible = join(root, 'gone.part')
    await store.keep(impossible, content)
    await expect(store.keep(impossible, { ...content, sizeBytes: 4 })).rejects.toMatchObject({
      code: 'FILES_UNREACHABLE',
    })
  })

  it('is cleared of what died long ago, and of nothing else', async () => {
    const [old, young, whole] = ['old.part', 'young.part', sha256].map((name) => join(root, name)) as [
      string,
      string,
      string,
    ]
    for (const path of [old, young, whole]) await writeFile(path, 'abc')
    const twoDaysAgo = new Date(Date.now() - 48 * 3600 * 1000)
    for (const path of [old, whole]) await utimes(path, twoDaysAgo, twoDaysAgo)
    await openFileStore({ kind: 'folder', folder: root }, root, now)
    expect((await readdir(root)).sort()).toEqual([sha256, 'young.part'])
    expect((await stat(young)).size).toBe(3)
  })
})

describe('the place of firmware files, as it is written', () => {
  it('is a folder or a bucket', () => {
    expect(readFilesPlace('/mnt/shared/firmware')).toEqual({ kind: 'folder', folder: '/mnt/shared/firmware' })
    const s3 = { kind: 's3', bucket: 'plant-files', prefix: '', endpoint: null, region: null }
    expect(readFilesPlace('s3://plant-files')).toEqual(s3)
    expect(readFilesPlace('s3://plant-files/a//b/', { region: 'eu-central-1' })).toEqual({
      ...s3,
      prefix: 'a/b',
      region: 'eu-central-1',
    })
    expect(readFilesPlace('s3://plant-files/x', { endpoint: 'http://store.plant:9000/' })).toEqual({
      ...s3,
      prefix: 'x',
      endpoint: 'http://store.plant:9000',
      region: 'us-east-1',
    })
  })

  it('takes the region of the environment where none is given', () => {
    const usual = { usualRegion: 'eu-west-1' }
    expect(readFilesPlace('s3://bucket', usual)).toMatchObject({ region: 'eu-west-1' })
    expect(readFilesPlace('s3://bucket', { ...usual, region: 'eu-central-1' })).toMatchObject({
      region: 'eu-central-1',
    })
    expect(readFilesPlace('/folder', usual)).toEqual({ kind: 'folder', folder: '/folder' })
  })

  it.each([
    ['', {}, 'files'],
    ['s3://', {}, 'files'],
    ['s3://Upper/x', {}, 'files'],
    ['s3://bucket/../x', {}, 'files'],
    ['https://bucket/x', {}, 'files'],
    ['/folder', { endpoint: 'http://store:9000' }, 'filesEndpoint'],
    ['/folder', { region: 'eu' }, 'filesRegion'],
    ['s3://bucket', { endpoint: 'store:9000' }, 'filesEndpoint'],
    ['s3://bucket', { endpoint: 'http://key:secret@store:9000' }, 'filesEndpoint'],
    ['s3://bucket', { endpoint: 'http://store/?secret=1' }, 'filesEndpoint'],
  ])('%j with %j is refused', (text, facts, field) => {
    expect(() => readFilesPlace(text, facts)).toThrow(
      expect.objectContaining({ code: 'INPUT_INVALID', context: { field } }),
    )
  })
})
