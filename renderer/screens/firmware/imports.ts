// The files that are being taken into the library, one after the other, and what became of each. Lives as long as the
// page: whoever looks at another screen meanwhile finds them here again.
import { create } from 'zustand'
import type { LibraryImage } from '../../../preload/contract/library.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { select, useLibrary } from './library-store.ts'
import { FileUnreadable, type LocalFile, refuseFile, uploadFile } from './upload-file.ts'

export type ImportState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'sending'; readonly doneBytes: number }
  | { readonly kind: 'deciding' }
  /** The station has it whole and asks whether it is to stay. */
  | { readonly kind: 'undecided'; readonly uploadId: string; readonly error: CallError }
  | { readonly kind: 'taken'; readonly image: LibraryImage; readonly wasKnown: boolean }
  | { readonly kind: 'empty' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'refused'; readonly error: CallError }

export interface FileImport {
  readonly importId: number
  readonly name: string
  readonly sizeBytes: number
  readonly state: ImportState
}

interface Imports {
  readonly list: readonly FileImport[]
}

export const useImports = create<Imports>()(() => ({ list: [] }))

const aborts = new Map<number, AbortController>()
let lastId = 0
let queue: Promise<void> = Promise.resolve()

/** One file after the other; each says for itself how it went. */
export function importFiles(client: StationClient, files: readonly LocalFile[]): void {
  for (const file of files) {
    lastId += 1
    const importId = lastId
    const started: FileImport = {
      importId,
      name: file.name,
      sizeBytes: file.size,
      state: { kind: 'waiting' },
    }
    useImports.setState(({ list }) => ({ list: [started, ...list] }))
    const abort = new AbortController()
    aborts.set(importId, abort)
    queue = queue.then(() => importFile(client, importId, file, abort.signal))
  }
}

/** Breaks it off while it runs; else forgets it, and what the station still keeps of it. */
export function dismissImport(client: StationClient | null, importId: number): void {
  aborts.get(importId)?.abort()
  const state = useImports.getState().list.find((one) => one.importId === importId)?.state
  if (state?.kind === 'undecided')
    client?.firmware.cancelUpload({ uploadId: state.uploadId }).catch(() => undefined)
  useImports.setState(({ list }) => ({ list: list.filter((one) => one.importId !== importId) }))
}

/** Although no catalogue stands for it. */
export async function takeAnyway(client: StationClient, { importId, state }: FileImport): Promise<void> {
  if (state.kind !== 'undecided') return
  await finish(client, importId, { uploadId: state.uploadId, allowUnmatched: true })
}

async function importFile(
  client: StationClient,
  importId: number,
  file: LocalFile,
  signal: AbortSignal,
): Promise<void> {
  const refusal = refuseFile(file)
  if (refusal === 'empty') return show(importId, { kind: 'empty' })
  if (refusal) return show(importId, { kind: 'refused', error: refusal })
  try {
    show(importId, { kind: 'sending', doneBytes: 0 })
    const uploadId = await uploadFile(
      client.firmware,
      file,
      (doneBytes) => show(importId, { kind: 'sending', doneBytes }),
      signal,
    )
    await finish(client, importId, { uploadId, allowUnmatched: false })
  } catch (error) {
    if (error instanceof FileUnreadable) show(importId, { kind: 'unreadable' })
    else if (!signal.aborted) show(importId, { kind: 'refused', error: callErrorOf(error) })
  } finally {
    aborts.delete(importId)
  }
}

async function finish(
  client: StationClient,
  importId: number,
  input: { uploadId: string; allowUnmatched: boolean },
): Promise<void> {
  show(importId, { kind: 'deciding' })
  const known = useLibrary.getState().images ?? []
  try {
    const image = await client.firmware.finishUpload(input)
    const wasKnown = known.some(({ sha256 }) => sha256 === image.sha256)
    show(importId, { kind: 'taken', image, wasKnown })
    select({ kind: 'image', sha256: image.sha256 })
  } catch (caught) {
    const error = callErrorOf(caught)
    const isOpen = error.code === 'FIRMWARE_UNMATCHED' || error.code === 'FIRMWARE_UNVERIFIED'
    show(
      importId,
      isOpen ? { kind: 'undecided', uploadId: input.uploadId, error } : { kind: 'refused', error },
    )
  }
}

function show(importId: number, state: ImportState): void {
  useImports.setState(({ list }) => ({
    list: list.map((one) => (one.importId === importId ? { ...one, state } : one)),
  }))
}
