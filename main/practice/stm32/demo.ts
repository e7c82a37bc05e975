// Firmware for the simulated STM32: a vector table, and behind it an image of the demo product that says its version.
import { flashBase } from '../../protocols/stm32/chips.ts'
import { buildDemoImage, decodeDemoImage } from '../demo-image.ts'

/** 64 vectors of four bytes. */
const vectorBytes = 0x100
/** Inside the RAM of every chip. */
const stackTop = 0x2000_0800

/** The same bytes for the same arguments. At least 320 bytes; linked for the start of the flash. */
export function buildStm32Demo(version: string, sizeBytes: number, productId = 'stm32-demo'): Uint8Array {
  const bytes = Buffer.alloc(sizeBytes)
  bytes.writeUInt32LE(stackTop, 0)
  // Thumb code: the lowest bit of a handler's address is set.
  for (let at = 4; at < vectorBytes; at += 4) bytes.writeUInt32LE((flashBase + vectorBytes) | 1, at)
  bytes.set(buildDemoImage({ productId, version }, sizeBytes - vectorBytes), vectorBytes)
  return bytes
}

/** The version that this flash boots; null: nothing that is whole. */
export function stm32VersionIn(flash: Uint8Array): string | null {
  return decodeDemoImage(flash.subarray(vectorBytes))?.version ?? null
}
