// The line between `serve` and the process that keeps it alive (keep-serve.ts), as the one that is kept sees it.
import { z } from 'zod'
import { type Address, keptName } from './kept.ts'

const addressSchema = z
  .object({ port: z.int().min(1).max(65_535), token: z.string().min(16) })
  .nullable() satisfies z.ZodType<Address | null>

export interface KeeperLine {
  /** Where the door was before a crash; null: this is the first start. */
  readonly before: Address | null
  /** The door is open here. */
  ready(address: Address): void
  close(): void
}

/** What of a process it takes. */
export type KeptProcess = Pick<NodeJS.Process, 'connected' | 'env' | 'send' | 'disconnect' | 'on'>

/** Null: nobody keeps this process. `onEnd`: its keeper asks for the end, or is gone. */
export function joinKeeper(process: KeptProcess, onEnd: () => void): KeeperLine | null {
  const { [keptName]: said } = process.env
  // What this process starts is told none of it.
  delete process.env[keptName]
  if (said === undefined || process.send === undefined) return null
  const before = addressSchema.parse(JSON.parse(said))
  process.on('message', onEnd)
  process.on('disconnect', onEnd)
  if (!process.connected) onEnd()
  return {
    before,
    ready: (address) => {
      if (process.connected) process.send?.(address)
    },
    close: () => {
      if (process.connected) process.disconnect()
    },
  }
}
