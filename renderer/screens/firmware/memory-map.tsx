// Where an image goes, drawn: addresses at the left, pieces to scale, gaps broken. Each piece says its facts when it is
// pointed at or reached by keyboard. data-testid: memory-map, memory-region.
import { Tooltip } from '@mantine/core'
import { formatBytes } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { hexAddress, layoutMemory, type MapRow, type PlacedRegion } from './memory-layout.ts'
import classes from './memory-map.module.css'

const widthPx = 380
const blockPx = 100
const sizes = { leastPx: 24, gapPx: 26 }

export interface MemoryMapProps {
  readonly regions: readonly PlacedRegion[]
  /** False: its addresses are counted from the beginning of the file. */
  readonly isPlaced: boolean
  readonly heightPx: number
}

export function MemoryMap({ regions, isPlaced, heightPx }: MemoryMapProps) {
  const { t, language } = useTexts()
  // The last address stands below the last piece.
  const layout = layoutMemory(regions, { ...sizes, heightPx: heightPx - 18 })
  const last = layout.rows.at(-1)
  const addressText = (address: number) => (isPlaced ? hexAddress(address) : `+${hexAddress(address)}`)
  return (
    <div className={classes.map} data-testid="memory-map">
      <svg
        width={widthPx}
        height={layout.heightPx + 18}
        className={classes.drawing}
        aria-label={t('firmware.memoryMap')}
      >
        {layout.rows.map((row) =>
          row.kind === 'gap' ? (
            <Gap key={`gap ${row.address}`} row={row} />
          ) : (
            <Region key={row.address} row={row} addressText={addressText} />
          ),
        )}
        {last && (
          <text x={blockPx - 10} y={layout.heightPx + 13} className={classes.address}>
            {addressText(last.address + last.sizeBytes - 1)}
          </text>
        )}
      </svg>
      {layout.moreCount > 0 && (
        <p className={classes.more}>
          {t('firmware.moreRegions', {
            count: layout.moreCount,
            shown: layout.moreCount.toLocaleString(language),
          })}
        </p>
      )}
    </div>
  )
}

function Region({ row, addressText }: { row: MapRow; addressText: (address: number) => string }) {
  const { t, language } = useTexts()
  const { name, address, sizeBytes, yPx, heightPx } = row
  const range = { from: addressText(address), to: addressText(address + sizeBytes - 1) }
  const size = formatBytes(sizeBytes, language)
  const bytes = sizeBytes.toLocaleString(language)
  const said = t('firmware.region', { name: name ?? t('firmware.unnamedRegion'), ...range, bytes })
  const middle = yPx + Math.min(heightPx, 34) / 2
  return (
    <Tooltip label={said} multiline maw={360} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: reached by keyboard to be read; nothing happens when it is pressed */}
      <g
        tabIndex={0}
        role="graphics-symbol"
        aria-label={said}
        className={classes.region}
        data-testid="memory-region"
      >
        <rect x={blockPx} y={yPx + 1} width={widthPx - blockPx - 2} height={heightPx - 2} rx={5} />
        <text x={blockPx - 10} y={middle} className={classes.address}>
          {range.from}
        </text>
        <text x={blockPx + 12} y={middle} className={classes.label}>
          {name}
        </text>
        <text x={widthPx - 14} y={middle} className={classes.size}>
          {size}
        </text>
      </g>
    </Tooltip>
  )
}

function Gap({ row: { sizeBytes, yPx, heightPx } }: { row: MapRow }) {
  const { t, language } = useTexts()
  const middle = yPx + heightPx / 2
  const right = widthPx - 2
  const teeth = Array.from({ length: 24 }, (_, index) => {
    const x = blockPx + ((right - blockPx) * (index + 1)) / 24
    return `L${x} ${middle + (index % 2 === 0 ? -4 : 4)}`
  })
  return (
    <g className={classes.gap}>
      <path d={`M${blockPx} ${middle} ${teeth.join(' ')}`} />
      <rect x={(blockPx + right) / 2 - 70} y={yPx} width={140} height={heightPx} />
      <text x={(blockPx + right) / 2} y={middle}>
        {t('firmware.gap', { size: formatBytes(sizeBytes, language) })}
      </text>
    </g>
  )
}
