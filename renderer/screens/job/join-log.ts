// The kept log of a record and the lines that came live since it was opened, without repeating those in both. Pure.
import type { LogLine } from '../../../preload/contract/model.ts'

export function joinLog(kept: readonly LogLine[], live: readonly LogLine[]): readonly LogLine[] {
  const last = kept.at(-1)
  if (!last) return live
  const seen = new Set(kept.map(identity))
  return [...kept, ...live.filter((line) => line.at >= last.at && !seen.has(identity(line)))]
}

function identity({ at, source, text }: LogLine): string {
  return `${at} ${source} ${text}`
}
