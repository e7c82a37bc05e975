// The two RPC calls: ListOTAFirmware, and QueryOTAFirmware, which alone tells where the file is. Their failures are
// answers with `success` false.
import { z } from 'zod'
import { wireId, wireIdOptional, wireInt } from '../../clouds/tolerant-reader.ts'
import type { FirmwareLinks } from '../firmware-links.ts'
import { MAX_INT32 } from '../paging.ts'
import type { CatalogueRow, CatalogueTable } from './catalogue-table.ts'
import type { RpcValue } from './rpc-answer.ts'

const MAX_PAGE_SIZE = 100
const LINK_LIFETIME_MS = 3_600_000

export interface FirmwareCalls {
  readonly catalogue: CatalogueTable
  readonly links: FirmwareLinks
  readonly corpId: string
  /** `http://host:port` as the caller reached us. */
  readonly origin: string
}

type Fields = { readonly [name: string]: RpcValue }

export const listParameters = z.object({
  CurrentPage: wireInt(-MAX_INT32, MAX_INT32),
  PageSize: wireInt(-MAX_INT32, MAX_INT32),
  ProductKey: wireIdOptional,
  DestVersion: wireIdOptional,
})

export async function listFirmware(
  { catalogue, corpId }: FirmwareCalls,
  wanted: z.infer<typeof listParameters>,
): Promise<Fields> {
  const { CurrentPage: page, PageSize: pageSize, ProductKey: productId = null, DestVersion } = wanted
  if (page < 1 || pageSize < 1 || pageSize > MAX_PAGE_SIZE) {
    return refused('iot.common.InvalidPageParams', 'page parameters are invalid')
  }
  const search = { corpId, productId, destVersion: DestVersion ?? null }
  const { total, rows } = await catalogue.search(search, (page - 1) * pageSize, pageSize)
  return {
    code: '',
    currentPage: page,
    firmwareInfo: { simpleFirmwareInfo: rows.map(viewFirmware) },
    pageCount: Math.ceil(total / pageSize),
    pageSize,
    success: true,
    total,
  }
}

export const queryParameters = z.object({ FirmwareId: wireId })

export async function queryFirmware(
  { catalogue, links, corpId, origin }: FirmwareCalls,
  { FirmwareId }: z.infer<typeof queryParameters>,
): Promise<Fields> {
  const row = /^\d{1,15}$/.test(FirmwareId) ? await catalogue.find(corpId, Number(FirmwareId)) : undefined
  if (row === undefined) return refused('iot.ota.FirmwareNotExist', 'the firmware does not exist')
  const { url_path: path, file_sha256: sha256 } = row
  const file =
    path === null || sha256 === null
      ? {}
      : { firmwareUrl: origin + path + links.sign(sha256, LINK_LIFETIME_MS) }
  return { code: '', firmwareInfo: { ...viewFirmware(row), ...file }, success: true }
}

function refused(code: string, errorMessage: string): Fields {
  return { code, errorMessage, success: false }
}

function viewFirmware(row: CatalogueRow): Fields {
  return {
    firmwareId: String(row.firmware_id),
    firmwareName: row.name,
    firmwareDesc: row.description,
    destVersion: row.dest_version,
    srcVersion: row.src_version,
    moduleName: row.module,
    productKey: row.product_id,
    productName: row.product_name,
    firmwareSize: row.size,
    firmwareSign: row.digest,
    signMethod: row.sign_method,
    status: row.status,
    type: row.type,
    utcCreate: row.created_at,
    utcModified: row.modified_at,
  }
}
