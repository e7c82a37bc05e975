// Which parts of a region the device does not hold yet, found with as few questions as pay. Pure but for the question.
//
// A device that holds something else is recognised at once: the first sector of an application carries its build, and
// three samples further in tell a small change from other firmware. Then pieces are asked for one by one, and those
// that differ are halved down to sectors while an answer costs less than the bytes it may save.

/** From `start` to before `end`, in bytes of the region. */
export interface Range {
  readonly start: number
  readonly end: number
}

export interface Questions {
  /** Does the device hold these bytes already? */
  isEqual(range: Range): Promise<boolean>
  /** Is an answer about so many bytes cheaper than sending them? */
  isWorth(sizeBytes: number): boolean
}

export const sectorBytes = 4096
const pieceBytes = 64 * 1024
/** Of halving, beyond the pieces. */
const maxHalvings = 96

/** Ascending, without overlap, beginning at sectors; empty when the device holds all of it. */
export async function differingRanges(sizeBytes: number, questions: Questions): Promise<Range[]> {
  const all = { start: 0, end: sizeBytes }
  if (sizeBytes > pieceBytes) {
    const isSameBuild = await questions.isEqual({ start: 0, end: sectorBytes })
    if (isSameBuild && (await questions.isEqual(all))) return []
  } else if (await questions.isEqual(all)) return []

  const pieces = piecesOf(sizeBytes)
  const answers = new Map<number, boolean>()
  if (pieces.length > 3) {
    for (const part of [1, 2, 3]) {
      const index = Math.floor((pieces.length * part) / 4)
      const piece = pieces[index]
      if (piece) answers.set(index, await questions.isEqual(piece))
    }
    if (![...answers.values()].includes(true)) return [all]
  }
  const halvings = { left: maxHalvings }
  const differing: Range[] = []
  for (const [index, piece] of pieces.entries()) {
    if (answers.get(index) === true) continue
    // With one piece the whole was asked about already.
    const isKnown = pieces.length === 1 || answers.has(index)
    if (!isKnown && questions.isWorth(lengthOf(piece)) && (await questions.isEqual(piece))) continue
    differing.push(...(await halved(piece, questions, halvings)))
  }
  return joined(differing)
}

/** A range that differs somewhere, reduced to where. */
async function halved(range: Range, questions: Questions, halvings: { left: number }): Promise<Range[]> {
  const { start, end } = range
  const middle = start + sectorBytes * Math.ceil((end - start) / sectorBytes / 2)
  if (middle >= end || halvings.left < 2 || !questions.isWorth(middle - start)) return [range]
  halvings.left -= 1
  const left = { start, end: middle }
  const right = { start: middle, end }
  if (await questions.isEqual(left)) return halved(right, questions, halvings)
  halvings.left -= 1
  const isRightEqual = await questions.isEqual(right)
  return [
    ...(await halved(left, questions, halvings)),
    ...(isRightEqual ? [] : await halved(right, questions, halvings)),
  ]
}

function piecesOf(sizeBytes: number): Range[] {
  return Array.from({ length: Math.ceil(sizeBytes / pieceBytes) }, (_, index) => ({
    start: index * pieceBytes,
    end: Math.min((index + 1) * pieceBytes, sizeBytes),
  }))
}

/** To begin a write costs about as much as a sector or two. */
function joined(ranges: readonly Range[]): Range[] {
  const out: Range[] = []
  for (const range of ranges) {
    const last = out.at(-1)
    if (last && range.start - last.end <= 2 * sectorBytes)
      out[out.length - 1] = { start: last.start, end: range.end }
    else out.push(range)
  }
  return out
}

function lengthOf({ start, end }: Range): number {
  return end - start
}
