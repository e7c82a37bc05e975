// How many columns show all cards as large as possible without scrolling; when that cannot be, as small as can be
// read. Pure. Not the drawing: slot-grid.tsx.

export interface GridShape {
  readonly columns: number
  /** Height of a card in pixels. */
  readonly cardHeight: number
  readonly scrolls: boolean
}

export const gapPx = 12
/** A card with everything on it, and one with the essentials only. */
const sizes = [
  { minWidth: 214, minHeight: 262 },
  { minWidth: 176, minHeight: 150 },
] as const
const maxHeight = 480
/** Wider than this a card is only empty space. */
export const maxWidthPx = 560

export function gridShape(count: number, widthPx: number, heightPx: number): GridShape {
  const most = (minWidth: number) => Math.max(1, Math.floor((widthPx + gapPx) / (minWidth + gapPx)))
  for (const { minWidth, minHeight } of sizes) {
    let best: GridShape | null = null
    let bestScore = 0
    for (let columns = 1; columns <= Math.min(most(minWidth), Math.max(1, count)); columns += 1) {
      const rows = Math.ceil(count / columns)
      const cardHeight = Math.min(maxHeight, Math.floor((heightPx - gapPx * (rows - 1)) / rows))
      const cardWidth = Math.min(maxWidthPx, (widthPx - gapPx * (columns - 1)) / columns)
      if (cardHeight < minHeight) continue
      // Width beyond the height's is worth little; empty places in the last row count against a shape.
      const score = Math.min(cardWidth, cardHeight * 1.35) * cardHeight * (count / (rows * columns)) ** 0.5
      if (score > bestScore) {
        best = { columns, cardHeight, scrolls: false }
        bestScore = score
      }
    }
    if (best) return best
  }
  const { minWidth, minHeight } = sizes[1]
  return { columns: most(minWidth), cardHeight: minHeight, scrolls: true }
}
