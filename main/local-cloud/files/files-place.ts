// Where somebody wants the firmware files: read from what he wrote, and opened.
//   /mnt/shared/firmware       a folder that is there, perhaps of another machine
//   s3://bucket/some/prefix    an object store
import { constants } from 'node:fs'
import { access, mkdir, readdir } from 'node:fs/promises'
import { isAbsolute, join, resolve } from 'node:path'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { FileStore } from './file-store.ts'
import { createFolderStore, folderError } from './folder-store.ts'
import type { S3Place } from './s3-store.ts'
import { sweepStaging } from './staging.ts'

export type FilesPlace =
  | { readonly kind: 'folder'; readonly folder: string }
  | ({ readonly kind: 's3' } & S3Place)

export interface S3Facts {
  readonly endpoint?: string | undefined
  readonly region?: string | undefined
  /** Where none is given; a folder has no use for it. */
  readonly usualRegion?: string | undefined
}

/** As Amazon names buckets; other stores take no others from clients that keep to its rules. */
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
/** Ours only by agreement: most stores look at it in signatures alone. */
const USUAL_REGION = 'us-east-1'

/** INPUT_INVALID {field}: files, filesEndpoint, filesRegion. */
export function readFilesPlace(text: string, { endpoint, region, usualRegion }: S3Facts = {}): FilesPlace {
  const [, scheme, rest = ''] = /^([a-z][a-z0-9+.-]+):\/\/(.*)$/is.exec(text) ?? []
  if (scheme === undefined) {
    if (endpoint !== undefined) throw new FlashlineError('INPUT_INVALID', { field: 'filesEndpoint' })
    if (region !== undefined) throw new FlashlineError('INPUT_INVALID', { field: 'filesRegion' })
    if (text.trim() === '') throw new FlashlineError('INPUT_INVALID', { field: 'files' })
    return { kind: 'folder', folder: isAbsolute(text) ? text : resolve(text) }
  }
  const [bucket = '', ...folders] = rest.split('/')
  const prefix = folders.filter((name) => name !== '').join('/')
  const isPlain = /^[\w./ -]*$/.test(prefix) && !folders.includes('..') && prefix.length <= 500
  if (scheme.toLowerCase() !== 's3' || !bucketName.test(bucket) || !isPlain) {
    throw new FlashlineError('INPUT_INVALID', { field: 'files' })
  }
  return {
    kind: 's3',
    bucket,
    prefix,
    endpoint: endpoint === undefined ? null : readEndpoint(endpoint),
    region: region ?? usualRegion ?? (endpoint === undefined ? null : USUAL_REGION),
  }
}

function readEndpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  // Credentials in an address would be in the list of processes.
  const isGood = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  if (!isGood || url.search !== '' || url.hash !== '') {
    throw new FlashlineError('INPUT_INVALID', { field: 'filesEndpoint' })
  }
  return url.href.replace(/\/$/, '')
}

/**
 * `dataDir`: holds the folder `files` when no place was given, and uploads on their way to an object store.
 * FILES_UNREACHABLE, FILES_REFUSED.
 */
export async function openFileStore(
  place: FilesPlace | undefined,
  dataDir: string,
  now: () => Date,
): Promise<FileStore> {
  const store = await open(place, dataDir)
  await sweepStaging(store.stagingDir, now())
  return store
}

async function open(place: FilesPlace | undefined, dataDir: string): Promise<FileStore> {
  if (place === undefined) {
    const folder = join(dataDir, 'files')
    await mkdir(folder, { recursive: true })
    return createFolderStore(folder)
  }
  if (place.kind === 'folder') {
    // Not made: where the other machine's directory is not mounted, this would be another place of the same name.
    await checkFolder(place.folder)
    return createFolderStore(place.folder)
  }
  const staging = join(dataDir, 'staging')
  await mkdir(staging, { recursive: true })
  const { openS3Store } = await import('./s3-store.ts')
  return openS3Store(place, staging)
}

async function checkFolder(folder: string): Promise<void> {
  try {
    await access(folder, constants.R_OK | constants.W_OK)
    await readdir(folder)
  } catch (error) {
    throw folderError(error, folder)
  }
}
