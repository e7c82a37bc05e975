// Reads firmware packages as ListOTAFirmware and QueryOTAFirmware describe them. Tolerant, but for what decides what gets
// flashed: id, version, size and kind must be there and make sense; a digest that is none proves nothing and becomes null.
import { z } from 'zod'
import { type CatalogueEntry, FlashlineError, type UnreadItem } from '../../../preload/contract/index.ts'
import type { FirmwareFileLink } from '../cloud.ts'
import { readItems, readReply, shownText } from '../read-reply.ts'
import { blankToUndefined, readTime, wireId, wireInt, wireIntOptional } from '../tolerant-reader.ts'
import { lowerFirst } from './said.ts'

const NAME_MAX_CHARS = 200
const DESCRIPTION_MAX_CHARS = 2000
const URL_MAX_CHARS = 4096

const statuses: ReadonlyMap<number | undefined, CatalogueEntry['status']> = new Map([
  [-1, 'exempt'],
  [0, 'unverified'],
  [1, 'verified'],
  [2, 'verifying'],
  [3, 'failed'],
])
const FULL_PACKAGE = 0
const MAX_INT = 2_147_483_647

const size = wireInt(0, Number.MAX_SAFE_INTEGER)
const shown = shownText(NAME_MAX_CHARS).default('')
const digest = { firmwareSign: z.unknown().optional(), signMethod: z.unknown().optional() }

const entryReader = z
  .object({
    firmwareId: wireId,
    firmwareName: shown,
    firmwareDesc: shownText(DESCRIPTION_MAX_CHARS).default(''),
    destVersion: wireId,
    srcVersion: shown,
    moduleName: shown,
    productKey: shown,
    productName: shown,
    firmwareSize: size,
    ...digest,
    status: wireIntOptional(-MAX_INT, MAX_INT).catch(undefined),
    type: wireIntOptional(0, MAX_INT),
    utcCreate: z.unknown().optional(),
    utcModified: z.unknown().optional(),
  })
  .transform(
    (wire): CatalogueEntry => ({
      firmwareId: wire.firmwareId,
      name: wire.firmwareName,
      description: wire.firmwareDesc,
      version: wire.destVersion,
      fromVersion: wire.srcVersion,
      module: wire.moduleName,
      productKey: wire.productKey,
      productName: wire.productName,
      sizeBytes: wire.firmwareSize,
      digest: readDigest(wire.signMethod, wire.firmwareSign),
      status: statuses.get(wire.status) ?? 'unknown',
      statusCode: wire.status ?? null,
      packageType: wire.type === undefined || wire.type === FULL_PACKAGE ? 'full' : wire.type,
      createdAt: readTime(wire.utcCreate),
      modifiedAt: readTime(wire.utcModified),
    }),
  )

/** Each package by itself; `unread` counts from the beginning of `items`. */
export function readEntries(items: readonly unknown[]): { items: CatalogueEntry[]; unread: UnreadItem[] } {
  const fields = items.map((item) => lowerFirst(item) ?? item)
  return readItems(entryReader, fields, 'firmwareId')
}

const pageReader = z.object({
  // None of something is no reason to stop at what is there.
  pageCount: wireIntOptional(1, MAX_INT).catch(undefined),
  total: wireIntOptional(1, MAX_INT).catch(undefined),
})

export interface Page {
  readonly items: readonly unknown[]
  /** Null: not told, or nonsense. */
  readonly pageCount: number | null
  readonly total: number | null
}

/** CLOUD_REPLY {field} */
export function readPage(fields: Readonly<Record<string, unknown>>): Page {
  const { pageCount = null, total = null } = pageReader.parse(fields)
  return { items: itemsOf(fields.firmwareInfo), pageCount, total }
}

/** Documented as an array, exampled as an object around it, seen as neither: all the same. */
function itemsOf(info: unknown): readonly unknown[] {
  const present = blankToUndefined(info)
  if (present === undefined) return []
  if (Array.isArray(present)) return present
  const fields = lowerFirst(present)
  if (fields === null) throw unreadable('firmwareInfo')
  if (!('simpleFirmwareInfo' in fields)) return Object.keys(fields).length === 0 ? [] : [fields]
  const inner = blankToUndefined(fields.simpleFirmwareInfo)
  if (inner === undefined) return []
  if (Array.isArray(inner)) return inner
  if (typeof inner !== 'object') throw unreadable('firmwareInfo.simpleFirmwareInfo')
  return [inner]
}

const linkReader = z.object({
  firmwareUrl: z.preprocess(
    blankToUndefined,
    z
      .string()
      .trim()
      .max(URL_MAX_CHARS)
      .pipe(z.url({ protocol: /^https?$/ }))
      .optional(),
  ),
  firmwareSize: size,
  ...digest,
})

/** Null: the host tells no address. FIRMWARE_NOT_FOUND, CLOUD_REPLY {field} */
export function readFileLink(
  fields: Readonly<Record<string, unknown>>,
  firmwareId: string,
): FirmwareFileLink | null {
  const info = lowerFirst(itemsOf(fields.firmwareInfo)[0])
  if (info === null) throw new FlashlineError('FIRMWARE_NOT_FOUND', { firmwareId })
  const { firmwareUrl, firmwareSize, signMethod, firmwareSign } = readReply(linkReader, info)
  if (firmwareUrl === undefined) return null
  return { url: firmwareUrl, sizeBytes: firmwareSize, digest: readDigest(signMethod, firmwareSign) }
}

const hexDigits = { md5: 32, sha256: 64 } as const

/** Null: a method that we do not know, or no digest of it. */
function readDigest(method: unknown, hash: unknown): CatalogueEntry['digest'] {
  const text = (value: unknown) => (typeof value === 'string' ? value.trim().toLowerCase() : '')
  const name = text(method).replace('-', '')
  if (name !== 'md5' && name !== 'sha256') return null
  const hex = text(hash)
  return hex.length === hexDigits[name] && /^[0-9a-f]+$/.test(hex) ? { method: name, hex } : null
}

function unreadable(field: string): FlashlineError {
  return new FlashlineError('CLOUD_REPLY', { reason: 'field', field })
}
