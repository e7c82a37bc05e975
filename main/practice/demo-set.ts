// What a practice bench is made of: units, each of a product with two versions. Types, and the first such set: eight
// boards of one product.
import type { Part } from '../../preload/contract/index.ts'
import { SimulatedBoard } from './board.ts'
import { type DemoVersion, demoDevices, demoImage, demoProduct, demoVersions } from './demo.ts'
import type { Vendor } from './lan/announcements.ts'
import type { SimulatedLanUnit } from './lan/lan-unit.ts'
import type { SimulatedUnit, UnitIdentity } from './unit.ts'

export interface DemoProduct {
  readonly productId: string
  readonly name: string
  readonly part: Part
  /** Firmware model in results. */
  readonly model: string
  readonly profileId: string
  readonly taskName: string
  readonly versions: { readonly from: DemoVersion; readonly to: DemoVersion }
  /** The image of a version: deterministic bytes. */
  readonly image: (version: DemoVersion) => Uint8Array
}

export interface DemoUnit {
  readonly device: UnitIdentity
  /** The same object for units of the same product. */
  readonly product: DemoProduct
  /** With the old version in it. */
  readonly create: () => SimulatedUnit
}

/** The same of a device on the LAN: no slot until a person puts it on the bench. */
export interface DemoLanUnit extends Omit<DemoUnit, 'create'> {
  readonly create: () => SimulatedLanUnit
  readonly announce: Vendor
}

export interface DemoSet {
  /** Of its own records, below the station's data folder. */
  readonly folder: string
  readonly units: readonly DemoUnit[]
  readonly lanUnits?: readonly DemoLanUnit[]
}

const boardProduct: DemoProduct = { ...demoProduct, versions: demoVersions, image: demoImage }

export const demoBoards: DemoSet = {
  folder: 'practice',
  units: demoDevices.map((device) => ({
    device,
    product: boardProduct,
    create: () => new SimulatedBoard({ device, image: demoImage(demoVersions.from) }),
  })),
}
