// One round of one product: its tasks and its firmware list into the store, each with a state that says how it went. A
// round that fails leaves the old copy and its age.
import {
  asFlashlineError,
  type FlashlineError,
  type SyncState,
  type Task,
  type UnreadItem,
} from '../../preload/contract/index.ts'
import type { FirmwareCatalogue, TaskSource } from '../clouds/cloud.ts'
import type { Store } from '../store/open-store.ts'
import type { CopyCount } from '../store/tasks.ts'
import { readTasks } from './read-tasks.ts'

const MAX_PROBLEMS = 20

export interface RoundParts {
  readonly store: Pick<Store, 'tasks' | 'catalogue' | 'syncStates'>
  readonly now: () => Date
}

type Copy = Pick<SyncState, 'productId' | 'what' | 'connectionId'>

/** Also the tasks as they were read; null when the round failed. Rejects on abort only. */
export async function syncTasks(
  parts: RoundParts,
  productId: string,
  { connectionId, source }: { connectionId: string; source: TaskSource },
  signal: AbortSignal,
): Promise<{ state: SyncState; tasks: Task[] | null }> {
  let tasks: Task[] | null = null
  const copy: Copy = { productId, what: 'tasks', connectionId }
  const state = await keep(parts, copy, signal, async (at) => {
    const list = await readTasks(source, productId, signal)
    const count = await parts.store.tasks.replace({
      productId,
      connectionId,
      tasks: list.tasks,
      unreadIds: idsOf(list.unread),
      at,
    })
    tasks = list.tasks
    return { ...count, unread: list.unread }
  })
  return { state, tasks }
}

/** Rejects on abort only. */
export function syncCatalogue(
  parts: RoundParts,
  { productId, productKey }: { productId: string; productKey: string },
  { connectionId, catalogue }: { connectionId: string; catalogue: FirmwareCatalogue },
  signal: AbortSignal,
): Promise<SyncState> {
  const copy: Copy = { productId, what: 'catalogue', connectionId }
  return keep(parts, copy, signal, async (at) => {
    const { entries, unread } = await catalogue.listFirmware({ productKey }, signal)
    const unreadIds = idsOf(unread)
    const count = await parts.store.catalogue.replace({ connectionId, productKey, entries, unreadIds, at })
    return { ...count, unread }
  })
}

const idsOf = (unread: readonly UnreadItem[]): string[] =>
  unread.map(({ id }) => id).filter((id) => id !== null)

/** The copy is as old as the moment in which its reading began. */
async function keep(
  { store, now }: RoundParts,
  copy: Copy,
  signal: AbortSignal,
  work: (at: Date) => Promise<CopyCount & { unread: readonly UnreadItem[] }>,
): Promise<SyncState> {
  const at = now()
  let last: SyncState = { ...copy, syncedAt: null, items: 0, vanished: 0, problems: [], error: null }
  try {
    const before = await store.syncStates.get(copy.productId, copy.what)
    // A copy from another cloud says nothing of this one.
    if (before?.connectionId === copy.connectionId) last = before
    const { items, vanished, unread } = await work(at)
    const problems = unread.slice(0, MAX_PROBLEMS)
    const state = { ...copy, syncedAt: at.toISOString(), items, vanished, problems, error: null }
    await store.syncStates.put(state)
    return state
  } catch (error) {
    signal.throwIfAborted()
    const failed = { ...last, error: factsOf(asFlashlineError(error)) }
    await store.syncStates.put(failed).catch(() => undefined)
    return failed
  }
}

const factsOf = ({ code, context }: FlashlineError): SyncState['error'] => ({ code, context })
