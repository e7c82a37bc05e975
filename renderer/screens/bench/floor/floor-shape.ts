// How many columns give the largest words on the floor view: every slot fits, whatever it takes. Pure.

export interface FloorShape {
  readonly columns: number
  readonly rows: number
}

/** A word of four letters is about this much wider than it is high; its tile may be as wide. */
const wordRatio = 2.2
export const floorGapPx = 8

export function floorShape(count: number, widthPx: number, heightPx: number): FloorShape {
  let best: FloorShape = { columns: 1, rows: Math.max(1, count) }
  let bestSize = 0
  for (let columns = 1; columns <= Math.max(1, count); columns += 1) {
    const rows = Math.ceil(count / columns)
    const width = (widthPx - floorGapPx * (columns - 1)) / columns
    const height = (heightPx - floorGapPx * (rows - 1)) / rows
    const size = Math.min(width / wordRatio, height)
    if (size > bestSize) {
      best = { columns, rows: Math.max(1, rows) }
      bestSize = size
    }
  }
  return best
}

/** About how wide a word is, in heights of its letters: for a size that just fits. */
export function wordWidth(word: string): number {
  let width = 0
  for (const letter of word) width += letter.codePointAt(0) !== undefined && letter > '\u2e80' ? 1.04 : 0.78
  return Math.max(2, width)
}
