// How the Living Platform's modules and the upgrade service's parts name the same thing. Pure.
//   wifi 0 <-> default, wifi n <-> wifi-n, mcu n <-> mcu-n, subdevice n <-> subdevice-n
import { partTypes } from '../../clouds/xlink/wire.ts'

export const DEFAULT_MODULE = 'default'

export interface PartNumbers {
  readonly type: number
  readonly identify: number
}

export function moduleOf({ type, identify }: PartNumbers): string {
  if (type === partTypes.wifi && identify === 0) return DEFAULT_MODULE
  const name = Object.entries(partTypes).find(([, value]) => value === type)?.[0]
  return `${name ?? type}-${identify}`
}

/** Null for a module that no part has the name of. */
export function partOf(module: string): PartNumbers | null {
  if (module === DEFAULT_MODULE) return { type: partTypes.wifi, identify: 0 }
  const [, name = '', digits = ''] = /^(wifi|mcu|subdevice)-(0|[1-9]\d{0,8})$/.exec(module) ?? []
  const type = Object.entries(partTypes).find(([key]) => key === name)?.[1]
  return type === undefined ? null : { type, identify: Number(digits) }
}
