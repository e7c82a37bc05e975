// Figures of the LAN benchmark as they are printed.

const aimedShare = 0.9

/** Of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[(sorted.length - 1) >> 1] ?? Number.NaN
  return (low + (sorted[sorted.length >> 1] ?? Number.NaN)) / 2
}

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(0)

export function printAim(what: string, wanted: string, isReached: boolean): void {
  console.log(`  ${what} (aim ${wanted}) ${isReached ? 'reached' : 'NOT reached'}`)
}

/** Times of rounds in the same run, for the same bytes. */
export interface Compared {
  readonly ours: readonly number[]
  readonly theirs: readonly number[]
}

export function printAimedShare(what: string, bytes: number, compared: Compared): void {
  const isReached = shareOf(compared) >= aimedShare
  printAim(shareText(what, bytes, compared), String(aimedShare), isReached)
}

export function printShare(what: string, bytes: number, compared: Compared): void {
  console.log(`  ${shareText(what, bytes, compared)}`)
}

function shareText(what: string, bytes: number, compared: Compared): string {
  const rate = (times: readonly number[]) => `${(bytes / 1e3 / median(times)).toFixed(0)} MB/s`
  const rates = `ours ${rate(compared.ours)}, theirs ${rate(compared.theirs)}`
  return `${what.padEnd(34)} ${rates}: ${shareOf(compared).toFixed(2)} of it`
}

const shareOf = ({ ours, theirs }: Compared): number => median(theirs) / median(ours)
