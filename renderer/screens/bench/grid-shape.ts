// How many columns show all cards as large as possible without scrolling: whole cards, else cards with the essentials,
// else tiles with a word each; when that cannot be either, tiles as small as can be read. And how the arrow keys move
// over them. Pure. Not the drawing: slot-grid.tsx.

/** `full`: everything on a card. `brief`: the essentials and the buttons. `tile`: name, state and progress only. */
export type CardSize = 'full' | 'brief' | 'tile'

export interface GridShape {
  readonly columns: number
  /** Height of a card in pixels. */
  readonly cardHeight: number
  readonly gapPx: number
  readonly size: CardSize
  readonly scrolls: boolean
}

interface SizeRule {
  readonly size: CardSize
  readonly minWidth: number
  readonly minHeight: number
  readonly gapPx: number
}

const tile: SizeRule = { size: 'tile', minWidth: 108, minHeight: 58, gapPx: 6 }
const rules: readonly SizeRule[] = [
  { size: 'full', minWidth: 214, minHeight: 262, gapPx: 12 },
  { size: 'brief', minWidth: 176, minHeight: 150, gapPx: 12 },
  tile,
]
const maxHeight = 940
/** Wider than this a card is only empty space. */
export const maxWidthPx = 960

export function gridShape(count: number, widthPx: number, heightPx: number): GridShape {
  for (const rule of rules) {
    const best = bestShape(rule, count, widthPx, heightPx)
    if (best) return best
  }
  return {
    columns: mostColumns(tile, widthPx),
    cardHeight: tile.minHeight,
    gapPx: tile.gapPx,
    size: 'tile',
    scrolls: true,
  }
}

function bestShape(rule: SizeRule, count: number, widthPx: number, heightPx: number): GridShape | null {
  const { size, minHeight, gapPx } = rule
  let best: GridShape | null = null
  let bestScore = 0
  for (let columns = 1; columns <= Math.min(mostColumns(rule, widthPx), Math.max(1, count)); columns += 1) {
    const rows = Math.ceil(count / columns)
    const cardHeight = Math.min(maxHeight, Math.floor((heightPx - gapPx * (rows - 1)) / rows))
    const cardWidth = Math.min(maxWidthPx, (widthPx - gapPx * (columns - 1)) / columns)
    if (cardHeight < minHeight) continue
    // Width beyond the height's is worth little; empty places in the last row count against a shape.
    const score = Math.min(cardWidth, cardHeight * 1.35) * cardHeight * (count / (rows * columns)) ** 0.5
    if (score > bestScore) {
      best = { columns, cardHeight, gapPx, size, scrolls: false }
      bestScore = score
    }
  }
  return best
}

function mostColumns({ minWidth, gapPx }: SizeRule, widthPx: number): number {
  return Math.max(1, Math.floor((widthPx + gapPx) / (minWidth + gapPx)))
}

/** Whether a column of this width beside the grid leaves the cards as they are. */
export function hasRoomBeside(count: number, widthPx: number, heightPx: number, besidePx: number): boolean {
  const beside = gridShape(count, widthPx - besidePx, heightPx)
  return (
    beside.size === 'full' ||
    (beside.size === 'brief' && gridShape(count, widthPx, heightPx).size === 'brief')
  )
}

const strides = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: 0, ArrowDown: 0 } as const

/** The place after one press of an arrow key; stays at the edges. From nowhere (-1) it goes to the first. */
export function placeAfter(key: keyof typeof strides, place: number, count: number, columns: number): number {
  if (place < 0) return 0
  const stride = key === 'ArrowUp' ? -columns : key === 'ArrowDown' ? columns : strides[key]
  const next = place + stride
  if (next < 0) return place
  // Down from the last full row into a row that is not full: its last.
  if (next >= count)
    return key === 'ArrowDown' && Math.floor(place / columns) < Math.floor((count - 1) / columns)
      ? count - 1
      : place
  return next
}
