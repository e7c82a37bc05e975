// The history as a file: the station gives it in parts, and they are joined here. Asks nothing but the station; no part of a
// cancelled export remains.
import type { HistoryFilter } from '../../../preload/contract/history.ts'
import type { StationClient } from '../../api/client.ts'

export type ExportFormat = 'csv' | 'json'

export const mimeTypes: Record<ExportFormat, string> = {
  csv: 'text/csv;charset=utf-8',
  json: 'application/x-ndjson;charset=utf-8',
}

export interface ExportOptions {
  readonly filter: HistoryFilter
  readonly format: ExportFormat
  /** With a proof, which `flashline history verify --proof` holds against the file and the record chain. */
  readonly proof: boolean
  readonly signal: AbortSignal
  /** How many records are in the file so far. */
  readonly onRows: (rows: number) => void
}

export interface HistoryExport {
  readonly file: Blob
  /** Null: not asked for. */
  readonly proof: Blob | null
}

/** Rejects as the call that failed does, and with the signal's reason. */
export async function exportHistory(
  { history }: Pick<StationClient, 'history'>,
  { filter, format, proof, signal, onRows }: ExportOptions,
): Promise<HistoryExport> {
  const parts: string[] = []
  const proofs: string[] = []
  let rows = 0
  let next: string | null | undefined
  while (next !== null) {
    signal.throwIfAborted()
    const asked = { ...filter, format, ...(next ? { next } : {}), ...(proof ? { proof } : {}) }
    const part = await history.export(asked, { signal })
    parts.push(part.text)
    if (part.proof !== null) proofs.push(part.proof)
    rows += part.rows
    next = part.next
    onRows(rows)
  }
  return {
    file: new Blob(parts, { type: mimeTypes[format] }),
    proof: proof ? new Blob(proofs, { type: mimeTypes.json }) : null,
  }
}

/** `flashline-history-2026-03-01-0842.csv`, by the clock of this computer. */
export function exportName(format: ExportFormat, now: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
  return `flashline-history-${day}-${two(now.getHours())}${two(now.getMinutes())}.${format === 'csv' ? 'csv' : 'jsonl'}`
}

/** Of the proof beside it: `<the export's name>.proof`. */
export const proofName = (name: string): string => `${name}.proof`
