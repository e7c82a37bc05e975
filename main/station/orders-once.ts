// The work orders of a data folder from the command line: one looked at, its log, a new one of a synced task, the end of
// one. Changed only while no station runs on the folder: it would not notice. Arming is not here: a station that starts has
// nothing armed, and whoever stands at the bench arms. What one command flashes: order-once.ts.
import type { FlashlineError, OrderDraft, OrderEvent, Task, WorkOrder } from '../../preload/contract/index.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { OrderDesk } from './order-desk.ts'
import { withReader } from './read.ts'

/** ORDER_UNKNOWN; also while a station runs on the folder. */
export function readOrder(dataDir: string, orderId: string): Promise<WorkOrder> {
  return withReader(dataDir, (store) => store.orders.get(orderId))
}

/** Oldest first. ORDER_UNKNOWN; also while a station runs on the folder. */
export function readOrderLog(dataDir: string, orderId: string): Promise<OrderEvent[]> {
  return withReader(dataDir, (store) => store.orders.log(orderId))
}

/** DATA_IN_USE, TASK_NOT_FOUND */
export function createOrder(
  dataDir: string,
  draft: Pick<OrderDraft, 'lot' | 'quantity'> & { readonly taskId: string },
  by: string,
): Promise<WorkOrder> {
  return withDesk(dataDir, (desk) => desk.createFromTask(draft, by))
}

/** DATA_IN_USE, ORDER_UNKNOWN */
export function finishOrder(dataDir: string, orderId: string, by: string): Promise<WorkOrder> {
  return withDesk(dataDir, (desk) => desk.finish(orderId, by))
}

async function withDesk<Result>(
  dataDir: string,
  work: (desk: OrderDesk) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(dataDir)
  try {
    const desk = await OrderDesk.open({
      rows: store.orders,
      task: (taskId) => store.tasks.get(taskId),
      storedImage: (task) => storedImage(store, task),
      // Nothing runs here, and nobody looks on.
      onDisarmed: () => undefined,
      onRoom: () => undefined,
      emit: () => undefined,
      onError: (error: FlashlineError) => {
        throw error
      },
      now: () => new Date(),
    })
    return await work(desk)
  } finally {
    await store.close()
  }
}

/** Of the library; null: the image of the task is not in it. */
export async function storedImage(
  { firmware }: Pick<Store, 'firmware'>,
  { image: { md5, sizeBytes } }: Task,
): Promise<string | null> {
  return (await firmware.find({ md5: md5.toLowerCase(), sizeBytes }))?.sha256 ?? null
}
