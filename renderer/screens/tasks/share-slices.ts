// How many devices run which version, as slices of a ring: the task's own two versions keep their colours, the rest share
// the others, and what is too small to be seen is one slice. Pure.
import type { VersionShare } from '../../../preload/contract/cloud-model.ts'

export type SliceKind = 'target' | 'start' | 'other' | 'untold'

export interface Slice {
  readonly version: number | null
  readonly devices: number
  /** 0 to 1 of all devices of the task. */
  readonly share: number
  readonly kind: SliceKind
  /** Of the theme. */
  readonly colour: string
}

const otherColours = ['--fl-odd', '--fl-warn', '--fl-edge'] as const

/** Target first, then the start version, then the most common; devices that never said their version come last. */
export function slicesOf(
  { totalDevices, shares }: VersionShare,
  task: { readonly fromVersion: number; readonly toVersion: number },
): Slice[] {
  const rank: Record<SliceKind, number> = { target: 0, start: 1, other: 2, untold: 3 }
  const kindOf = (version: number | null): SliceKind => {
    if (version === null) return 'untold'
    if (version === task.toVersion) return 'target'
    return version === task.fromVersion ? 'start' : 'other'
  }
  let others = 0
  return shares
    .map(({ version, devices }) => ({ version, devices, kind: kindOf(version) }))
    .sort((one, other) => rank[one.kind] - rank[other.kind] || other.devices - one.devices)
    .map((slice) => {
      const other = otherColours[others % otherColours.length] ?? '--fl-odd'
      if (slice.kind === 'other') others += 1
      const colours = { target: '--fl-good', start: '--fl-accent', other, untold: '--fl-track' }
      return {
        ...slice,
        share: totalDevices === 0 ? 0 : slice.devices / totalDevices,
        colour: `var(${colours[slice.kind]})`,
      }
    })
}
