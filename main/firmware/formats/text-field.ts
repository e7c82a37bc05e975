// Text of a fixed place in a binary file.

/** Up to the first NUL, at most `sizeBytes`; what is not printable ASCII becomes `?`. */
export function plainText(bytes: Uint8Array, start: number, sizeBytes: number): string {
  const field = bytes.subarray(start, start + sizeBytes)
  const end = field.indexOf(0)
  const text = Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('latin1')
  return text.replace(/[^\x20-\x7e]/g, '?').trim()
}
