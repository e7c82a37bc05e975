// The Range header, RFC 9110 section 14: one range of bytes. Pure.
//   bytes=first-last | bytes=first- | bytes=-suffixLength

/** First and last byte, both included. */
export interface ByteRange {
  readonly first: number
  readonly last: number
}

/**
 * The range to send of `sizeBytes` bytes; `whole` when the header is absent, not understood or asks for several ranges
 * (a server may ignore those); `unsatisfiable` when it lies outside (416).
 */
export function decideRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'whole' | 'unsatisfiable' {
  const match = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '')
  const [, from = '', to = ''] = match ?? []
  if (match === null || (from === '' && to === '')) return 'whole'
  if (from === '') {
    const suffix = Math.min(Number(to), sizeBytes)
    return suffix === 0 ? 'unsatisfiable' : { first: sizeBytes - suffix, last: sizeBytes - 1 }
  }
  const first = Number(from)
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  // Written backwards is no range at all; beyond the end is one that cannot be satisfied.
  if (to !== '' && Number(to) < first) return 'whole'
  return first >= sizeBytes ? 'unsatisfiable' : { first, last }
}
