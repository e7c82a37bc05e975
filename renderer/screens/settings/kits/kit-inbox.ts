// The file that is being brought in, from its first byte to the answer of the station. One at a time: a person decides
// about each. Lives as long as the page, so that a file which was opened with the desktop finds it.
import { create } from 'zustand'
import { type CallError, callErrorOf } from '../../../api/call-error.ts'
import type { StationClient } from '../../../api/client.ts'
import { type LocalFile, uploadFile } from '../../firmware/upload-file.ts'

export type Inspected = Awaited<ReturnType<StationClient['kits']['inspect']>>
type Taken =
  | { readonly kind: 'kit'; readonly taken: Awaited<ReturnType<StationClient['kits']['import']>> }
  | { readonly kind: 'results'; readonly taken: Awaited<ReturnType<StationClient['kits']['importResults']>> }

export type InboxState =
  | { readonly step: 'sending'; readonly doneBytes: number; readonly sizeBytes: number }
  | { readonly step: 'looking' }
  | { readonly step: 'seen'; readonly uploadId: string; readonly found: Inspected }
  | { readonly step: 'failed'; readonly error: CallError }
  | ({ readonly step: 'taken' } & Taken)

interface Inbox {
  /** Null: nothing is being brought in. */
  readonly file: { readonly name: string; readonly state: InboxState } | null
}

export const useInbox = create<Inbox>()(() => ({ file: null }))

let abort = new AbortController()

export function isKitFile({ name }: Pick<LocalFile, 'name'>): boolean {
  return /\.(flkit|flresults)$/i.test(name)
}

/** The one before is forgotten. */
export async function offerKit(client: StationClient, file: LocalFile): Promise<void> {
  leaveKit(client)
  const own = new AbortController()
  abort = own
  const show = (state: InboxState) => {
    if (!own.signal.aborted) useInbox.setState({ file: { name: file.name, state } })
  }
  try {
    const sizeBytes = file.size
    show({ step: 'sending', doneBytes: 0, sizeBytes })
    const onProgress = (doneBytes: number) => show({ step: 'sending', doneBytes, sizeBytes })
    const uploadId = await uploadFile(client.kits, file, onProgress, own.signal)
    show({ step: 'looking' })
    const found = await client.kits.inspect({ uploadId })
    show({ step: 'seen', uploadId, found })
  } catch (error) {
    show({ step: 'failed', error: callErrorOf(error) })
  }
}

/** Somebody may have trusted its key meanwhile. */
export async function lookAgain(client: StationClient, uploadId: string): Promise<void> {
  await change(async () => ({ step: 'seen', uploadId, found: await client.kits.inspect({ uploadId }) }))
}

export async function takeKit(
  client: StationClient,
  uploadId: string,
  replaceProfiles: boolean,
): Promise<void> {
  await change(async () => {
    const taken = await client.kits.import({ uploadId, replaceProfiles })
    return { step: 'taken', kind: 'kit', taken }
  })
}

export async function takeResults(client: StationClient, uploadId: string): Promise<void> {
  await change(async () => {
    const taken = await client.kits.importResults({ uploadId })
    return { step: 'taken', kind: 'results', taken }
  })
}

/** Nothing is taken; the station forgets the file. */
export function leaveKit(client: StationClient | null): void {
  abort.abort()
  const state = useInbox.getState().file?.state
  if (state?.step === 'seen') client?.kits.cancelUpload({ uploadId: state.uploadId }).catch(() => undefined)
  useInbox.setState({ file: null })
}

async function change(ask: () => Promise<InboxState>): Promise<void> {
  const before = useInbox.getState().file
  if (!before) return
  const state = await ask().catch(
    (error: unknown): InboxState => ({ step: 'failed', error: callErrorOf(error) }),
  )
  if (useInbox.getState().file === before) useInbox.setState({ file: { ...before, state } })
}
