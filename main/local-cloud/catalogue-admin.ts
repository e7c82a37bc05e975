// What the owner of a local cloud does for the RPC calls, not over HTTP: access keys, and the packages of the catalogue.
import { defaultCorpId } from './accounts/credentials.ts'
import type { CloudContext } from './cloud-context.ts'
import type { FirmwareFile } from './firmware-files.ts'
import type { AccessKeyPair } from './iot-rpc/access-key-pairs.ts'
import type { CatalogueRow } from './iot-rpc/catalogue-table.ts'
import { DEFAULT_MODULE } from './living/module-name.ts'

const VERIFIED = 1
const FULL_PACKAGE = 0

export interface NewCatalogueEntry {
  readonly productId: string
  readonly name: string
  readonly description?: string
  readonly version: string
  /** "" for any. */
  readonly fromVersion?: string
  readonly module?: string
  readonly firmware: FirmwareFile
  /** The package is listed with size and digest, but nobody is told where its file is. */
  readonly isListedOnly?: boolean
  readonly signMethod?: 'MD5' | 'SHA256'
  /** 0 not verified, 1 verified (usual), 2 being verified, 3 failed, -1 needs none. */
  readonly status?: number
  readonly createdAt?: string
}

export interface CatalogueAdmin {
  /** Of the usual corp when left out. The secret is shown only here. */
  addAccessKeyPair(corpId?: string): Promise<AccessKeyPair>
  /** The firmware id. The product must be there. */
  addCatalogueEntry(entry: NewCatalogueEntry): Promise<string>
  /** Of the usual corp's product, newest first, at most a thousand. */
  listCatalogueEntries(productId: string): Promise<CatalogueRow[]>
}

export function createCatalogueAdmin(cloud: CloudContext): CatalogueAdmin {
  return {
    addAccessKeyPair: (corpId = defaultCorpId) => cloud.accessKeyPairs.add(corpId),
    async addCatalogueEntry({ firmware, signMethod = 'MD5', isListedOnly = false, ...entry }) {
      const createdAt = entry.createdAt ?? cloud.now().toISOString()
      const firmwareId = await cloud.catalogue.add({
        product_id: entry.productId,
        name: entry.name,
        description: entry.description ?? '',
        dest_version: entry.version,
        src_version: entry.fromVersion ?? '',
        module: entry.module ?? DEFAULT_MODULE,
        size: firmware.sizeBytes,
        sign_method: signMethod,
        digest: signMethod === 'MD5' ? firmware.md5 : firmware.sha256,
        status: entry.status ?? VERIFIED,
        type: FULL_PACKAGE,
        created_at: createdAt,
        modified_at: createdAt,
        url_path: isListedOnly ? null : firmware.urlPath,
        file_sha256: isListedOnly ? null : firmware.sha256,
      })
      return String(firmwareId)
    },
    async listCatalogueEntries(productId) {
      const search = { corpId: defaultCorpId, productId, destVersion: null }
      return (await cloud.catalogue.search(search, 0, 1000)).rows
    },
  }
}
