// Shortens a text to so many bytes of UTF-8: its beginning and its end stay, and a mark says how much is missing. Pure.

/** Longest mark: `[…9007199254740991 B…]`. */
const MARK_MAX_BYTES = 26
const encoder = new TextEncoder()

/** Never cuts a character in two. With no room for a mark the beginning alone stays. */
export function cutMiddle(text: string, maxBytes: number): string {
  const bytes = encoder.encode(text)
  if (bytes.length <= maxBytes) return text
  const keptBytes = maxBytes - MARK_MAX_BYTES
  if (keptBytes < 2) return decode(bytes.subarray(0, startOfCharacter(bytes, maxBytes)))
  const headEnd = startOfCharacter(bytes, Math.ceil(keptBytes / 2))
  const tailStart = endOfCharacter(bytes, bytes.length - Math.floor(keptBytes / 2))
  const mark = `[…${tailStart - headEnd} B…]`
  return decode(bytes.subarray(0, headEnd)) + mark + decode(bytes.subarray(tailStart))
}

const isContinuation = (byte: number | undefined) => byte !== undefined && (byte & 0xc0) === 0x80

function startOfCharacter(bytes: Uint8Array, index: number): number {
  let at = index
  while (at > 0 && isContinuation(bytes[at])) at -= 1
  return at
}

function endOfCharacter(bytes: Uint8Array, index: number): number {
  let at = index
  while (isContinuation(bytes[at])) at += 1
  return at
}

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
