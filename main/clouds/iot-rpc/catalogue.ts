// The firmware list of an IoT RPC service, all pages of it, and where one package's file is.
import { type CatalogueEntry, FlashlineError, type UnreadItem } from '../../../preload/contract/index.ts'
import { type Clock, pause } from '../clock.ts'
import type { CatalogueQuery, FirmwareCatalogue } from '../cloud.ts'
import type { RpcCall } from './http.ts'
import type { Said } from './said.ts'
import { type Page, readEntries, readFileLink, readPage } from './schema.ts'

/** The most that the service gives at once. */
const PAGE_SIZE = 100
/** Services keep some hundred packages; a list that goes on behind this is not to be trusted. */
const ITEMS_MAX = 10_000
/** Services allow some ten calls a second and account, and refuse more of them with statuses other than 429. */
const BUSY_WAIT_MS = 1000
const BUSY_WAIT_MAX_MS = 10_000
const BUSY_WAITS_MAX = 3
/** No code is published for an unknown package; those seen name the firmware and that it is none. */
const unknownFirmware = /firmware\w*(not_?exist|not_?found|invalid)|invalid\w*firmware/i

export type CallRpc = (call: RpcCall, signal: AbortSignal) => Promise<Said['fields']>

export function createCatalogue(call: CallRpc, clock: Clock): FirmwareCatalogue {
  async function pageOf(query: CatalogueQuery, page: number, signal: AbortSignal): Promise<Page> {
    for (let waits = 0; ; waits += 1) {
      try {
        return readPage(await call(listCall(query, page, PAGE_SIZE), signal))
      } catch (error) {
        const waitMs = busyWaitMs(error)
        if (waitMs === null || waits >= BUSY_WAITS_MAX) throw error
        await pause(clock, waitMs, signal)
      }
    }
  }

  return {
    async listFirmware(query, signal) {
      const entries: CatalogueEntry[] = []
      const unread: UnreadItem[] = []
      const known = new Set<string>()
      for (let page = 1, seen = 0; ; page += 1) {
        const { items, pageCount, total } = await pageOf(query, page, signal)
        if (page === 1 && items.length === 0 && total !== null) throw withheld(total)
        const read = readEntries(items)
        const ids = [
          ...read.items.map(({ firmwareId }) => firmwareId),
          ...read.unread.flatMap(({ id }) => id ?? []),
        ]
        // The same page once more: this service does not count them. Items without an id cannot tell.
        if (ids.length > 0 ? ids.every((id) => known.has(id)) : items.length === 0) return { entries, unread }
        for (const entry of read.items) {
          if (!known.has(entry.firmwareId)) entries.push(entry)
          known.add(entry.firmwareId)
        }
        for (const { index, id, field } of read.unread) {
          unread.push({ index: seen + index, id, field })
          if (id !== null) known.add(id)
        }
        seen += items.length
        const told = pageCount !== null || total !== null
        if (told && page >= (pageCount ?? 0) && seen >= (total ?? 0)) return { entries, unread }
        if (seen >= ITEMS_MAX) throw tooMany(total)
      }
    },

    async findFile(firmwareId, signal) {
      try {
        return readFileLink(await call(fileCall(firmwareId), signal), firmwareId)
      } catch (error) {
        if (isRefusedAs(error, /^InvalidApi\.NotFound$/)) return null
        if (isRefusedAs(error, unknownFirmware))
          throw new FlashlineError('FIRMWARE_NOT_FOUND', { firmwareId }, { cause: error })
        throw error
      }
    },
  }
}

export function listCall(query: CatalogueQuery, page: number, pageSize: number): RpcCall {
  const { productKey = '', version = '' } = query
  return {
    action: 'ListOTAFirmware',
    parameters: [
      ['CurrentPage', String(page)],
      ['PageSize', String(pageSize)],
      ...(productKey === '' ? [] : [['ProductKey', productKey] as const]),
      ...(version === '' ? [] : [['DestVersion', version] as const]),
    ],
  }
}

export function fileCall(firmwareId: string): RpcCall {
  return { action: 'QueryOTAFirmware', parameters: [['FirmwareId', firmwareId]] }
}

/** Null: not a refusal to be waited out here; those of status 429 were, by the line. */
function busyWaitMs(error: unknown): number | null {
  if (!(error instanceof FlashlineError) || error.code !== 'CLOUD_BUSY' || error.context.status === 429)
    return null
  const asked = typeof error.context.retryAfterMs === 'number' ? error.context.retryAfterMs : 0
  return asked > BUSY_WAIT_MAX_MS ? null : Math.max(asked, BUSY_WAIT_MS)
}

function isRefusedAs(error: unknown, codes: RegExp): boolean {
  return (
    error instanceof FlashlineError &&
    error.code === 'CLOUD_REFUSED' &&
    codes.test(String(error.context.cloudCode))
  )
}

function tooMany(total: number | null): FlashlineError {
  return new FlashlineError('CLOUD_REPLY', { cloud: 'iot-rpc', reason: 'endless', limit: ITEMS_MAX, total })
}

/** Taken for an empty list it would make everything vanish that is known of the catalogue. */
function withheld(total: number): FlashlineError {
  return new FlashlineError('CLOUD_REPLY', {
    cloud: 'iot-rpc',
    reason: 'field',
    field: 'firmwareInfo',
    total,
  })
}
