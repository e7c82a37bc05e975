// The demo product of the practice bench, as data: product, two versions, eight units. The practice station seeds the
// local cloud from it and plugs the units into the bench; nothing here knows either.
import type { Part } from '../../preload/contract/index.ts'
import type { BoardDevice } from './board.ts'
import { buildDemoImage } from './demo-image.ts'

export interface DemoVersion {
  /** As the device prints it. */
  readonly text: string
  /** As the upgrade service counts it, with the weights of profile `practice`. */
  readonly number: number
  readonly fileName: string
  readonly sizeBytes: number
}

export const demoProduct = {
  productId: 'f1a5411ede3000000000000000000001',
  name: 'Practice device',
  part: { type: 'wifi', identify: 0 } satisfies Part,
  /** Firmware model in results. */
  model: 'PRACTICE',
  profileId: 'practice',
  taskName: 'Practice upgrade 1.0.0 to 2.0.1',
} as const

/** Sizes are no multiple of any block, on purpose. */
export const demoVersions = {
  from: { text: '1.0.0', number: 10_000, fileName: 'practice-1.0.0.bin', sizeBytes: 255_000 },
  to: { text: '2.0.1', number: 20_001, fileName: 'practice-2.0.1.bin', sizeBytes: 262_001 },
} as const satisfies Record<string, DemoVersion>

/** The image of a version: deterministic bytes. */
export function demoImage(version: DemoVersion): Uint8Array {
  return buildDemoImage({ productId: demoProduct.productId, version: version.text }, version.sizeBytes)
}

/** Ids as the upgrade service gives them, MACs of the locally administered range. */
export const demoDevices: readonly BoardDevice[] = Array.from({ length: 8 }, (_, index) => ({
  deviceId: String(1_100_001 + index),
  mac: `02F1A541000${index + 1}`,
  sn: `PRACTICE-000${index + 1}`,
}))
