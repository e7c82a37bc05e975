// The ring of versions. Only a picture: its numbers are in the table beside it.
import { DonutChart } from '@mantine/charts'
import type { Slice } from './share-slices.ts'

export function ShareRing({ slices }: { slices: readonly Slice[] }) {
  return (
    <div aria-hidden="true">
      <DonutChart
        size={118}
        thickness={20}
        paddingAngle={slices.length > 1 ? 2 : 0}
        strokeWidth={0}
        withTooltip={false}
        data={slices.map(({ version, devices, colour }) => ({
          name: String(version),
          value: devices,
          color: colour,
        }))}
        pieProps={{ isAnimationActive: false, rootTabIndex: -1 }}
        accessibilityLayer={false}
      />
    </div>
  )
}
