// Firmware of a catalogue as rows, and a stored file as facts.
import type { CatalogueEntry, Language } from '../../../../../preload/contract/index.ts'
import { firmwareStatusTexts } from '../../cloud-texts.ts'
import { factLines, headedTable } from '../../print-list.ts'
import { sizeText } from '../../quantities.ts'

export function firmwareTable(entries: readonly CatalogueEntry[], language: Language): string {
  return headedTable(
    ['id', 'version', 'module', 'status', 'size', 'productKey', 'digest', 'name'],
    entries.map((entry) => [
      entry.firmwareId,
      `${entry.fromVersion || '*'} -> ${entry.version}`,
      entry.module,
      statusText(entry, language),
      sizeText(entry.sizeBytes),
      entry.productKey,
      entry.digest ? `${entry.digest.method} ${entry.digest.hex}` : '-',
      entry.name,
    ]),
    language,
  )
}

export interface StoredFile {
  readonly sha256: string
  readonly md5: string
  readonly sizeBytes: number
}

export function fileFacts({ sha256, md5, sizeBytes }: StoredFile, language: Language): string {
  return factLines({ digest: `sha256 ${sha256}  md5 ${md5}`, size: sizeText(sizeBytes) }, language)
}

function statusText({ status, statusCode }: CatalogueEntry, language: Language): string {
  const text = firmwareStatusTexts[status][language]
  return status === 'unknown' && statusCode !== null ? `${text} (${statusCode})` : text
}
