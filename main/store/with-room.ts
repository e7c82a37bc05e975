// Work on the database that is done once more when the disk was full and somebody could make room.
import { FlashlineError } from '../../preload/contract/index.ts'
import { asStoreError } from './open.ts'

/** Gives back what was kept for this; false: there is nothing left to give. */
export type MakeRoom = () => boolean

export async function withRoom<Result>(makeRoom: MakeRoom, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const known = asStoreError(error)
    if (!(known instanceof FlashlineError) || known.code !== 'STORE_FULL' || !makeRoom()) throw error
    return work()
  }
}
