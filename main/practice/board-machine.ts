// What a simulated board consists of, as its commands see it, and the switches that make it fail. Data and types only.
import type { BoardUart } from './board-uart.ts'
import type { SparseMemory } from './sparse-memory.ts'

export const blockBytes = 512

/** Everything that can be wrong with a board. All may be changed while it runs. */
export interface BoardFaults {
  /** Prints and answers nothing. */
  silent: boolean
  /** Takes `loady` but never asks for a block. */
  deafReceiver: boolean
  /** Reports its storage written although a byte of it is wrong. */
  lies: boolean
  /** Its storage refuses to be written. */
  storageFails: boolean
  /** From the data block `at` (counted from 1), this many arrive with a flipped bit. */
  bitFlip: { readonly at: number; readonly times: number } | null
  /** The receiver cancels (CAN CAN) when this many data blocks have arrived. */
  cancelAfterBlocks: number | null
  /** The version it prints after boot, whatever is stored. */
  bootsAs: string | null
  /** The cable is pulled when this many bytes of a transfer are received. */
  cutAfterReceivedBytes: number | null
  /** The cable is pulled when this many bytes of a write to storage are stored. */
  cutAfterStoredBytes: number | null
}

export const noFaults: BoardFaults = {
  silent: false,
  deafReceiver: false,
  lies: false,
  storageFails: false,
  bitFlip: null,
  cancelAfterBlocks: null,
  bootsAs: null,
  cutAfterReceivedBytes: null,
  cutAfterStoredBytes: null,
}

export interface BoardReceiver {
  readonly style: 'lrzsz' | 'u-boot'
  readonly pollMs: number
  readonly attempts: number
}

export interface BoardMachine {
  readonly uart: BoardUart
  readonly memory: SparseMemory
  /** Whole blocks of `blockBytes`. */
  readonly storage: Buffer
  readonly storageBytesPerSecond: number | null
  readonly receiver: BoardReceiver
  readonly faults: BoardFaults
  print(text: string): void
  /** Pulls the cable, and with it the power. */
  cut(): void
}
