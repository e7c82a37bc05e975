// What a client wished for and what it is granted. Pure.
// Source: RFC 2348 (blksize), RFC 2349 (timeout, tsize), RFC 7440 (windowsize). What is not granted is not named in the
// answer, and a client that named nothing we know gets none: the transfer is then that of RFC 1350.

export interface Terms {
  readonly blockSize: number
  /** Blocks that are sent before an acknowledgement is waited for. */
  readonly windowSize: number
  /** The longest wait before something is sent again; null: the client did not say. */
  readonly timeoutMs: number | null
  /** Goes into the OACK; empty: none is sent. */
  readonly granted: readonly (readonly [string, string])[]
}

export interface TermLimits {
  readonly maxBlockSize: number
  readonly maxWindowSize: number
}

const range = {
  blksize: { least: 8, most: 65_464 },
  windowsize: { least: 1, most: 65_535 },
  timeout: { least: 1, most: 255 },
} as const

export function negotiate(wishes: ReadonlyMap<string, string>, sizeBytes: number, limits: TermLimits): Terms {
  const granted: [string, string][] = []
  const grant = (name: keyof typeof range, most: number): number | null => {
    const wish = wishOf(wishes, name)
    if (wish === null) return null
    const value = Math.min(wish, most)
    granted.push([name, String(value)])
    return value
  }
  const blockSize = grant('blksize', limits.maxBlockSize) ?? 512
  const windowSize = grant('windowsize', limits.maxWindowSize) ?? 1
  // This one may only be granted as it was asked for.
  const seconds = grant('timeout', range.timeout.most)
  if (wishes.has('tsize')) granted.push(['tsize', String(sizeBytes)])
  return { blockSize, windowSize, timeoutMs: seconds === null ? null : seconds * 1000, granted }
}

function wishOf(wishes: ReadonlyMap<string, string>, name: keyof typeof range): number | null {
  const text = wishes.get(name)
  if (text === undefined || !/^\d{1,6}$/.test(text)) return null
  const value = Number(text)
  return value >= range[name].least && value <= range[name].most ? value : null
}
