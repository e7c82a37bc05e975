// Devices of one product, as data: who they are, what they run, and the file of each version. Their images lie in a folder.
// Not here: the devices themselves (sink-process.ts, espota-process.ts).
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import { deviceOf } from '../chips/bench-chips.ts'

/** Every upgrade of the station is undone by the other client, with the older image. */
export const versions = { from: '1.0.0', to: '2.0.1', fromNumber: 10_000, toNumber: 20_001 } as const

export interface ImageFile {
  readonly file: string
  readonly version: string
  readonly sizeBytes: number
  readonly md5: string
}

export interface Fleet {
  readonly productId: string
  readonly devices: readonly UnitIdentity[]
  readonly from: ImageFile
  readonly to: ImageFile
}

export interface FleetOrder {
  readonly productId: string
  readonly count: number
  /** Tells its devices from those of other fleets. */
  readonly firstNumber: number
  readonly build: (version: string) => Uint8Array
}

export async function prepareFleet(folder: string, order: FleetOrder): Promise<Fleet> {
  const { productId, count, firstNumber, build } = order
  const imageFile = async (version: string): Promise<ImageFile> => {
    const bytes = build(version)
    const file = join(folder, `${productId}-${version}.bin`)
    await writeFile(file, bytes)
    return { file, version, sizeBytes: bytes.length, md5: createHash('md5').update(bytes).digest('hex') }
  }
  return {
    productId,
    devices: Array.from({ length: count }, (_, index) => deviceOf(firstNumber + index)),
    from: await imageFile(versions.from),
    to: await imageFile(versions.to),
  }
}

/** CSV for the station. */
export function rosterOf(fleets: readonly Fleet[]): string {
  const rows = fleets.flatMap(({ productId, devices }) =>
    devices.map(({ deviceId, mac, sn }) => [deviceId, mac, sn, productId].join(',')),
  )
  return ['device_id,mac,sn,product', ...rows, ''].join('\n')
}
