// Files that people take for firmware by mistake, told by their first bytes: pictures, archives, documents, programs of a
// computer, pages of a web server. Pure. Gzip is none of them: some devices take their image like that.

interface Kind {
  readonly name: string
  readonly offset?: number
  readonly bytes: readonly number[]
}

const ascii = (text: string): number[] => [...Buffer.from(text, 'latin1')]

const kinds: readonly Kind[] = [
  { name: 'PNG', bytes: [0x89, ...ascii('PNG\r\n')] },
  { name: 'JPEG', bytes: [0xff, 0xd8, 0xff] },
  { name: 'GIF', bytes: ascii('GIF8') },
  { name: 'WebP', offset: 8, bytes: ascii('WEBP') },
  { name: 'MP4', offset: 4, bytes: ascii('ftyp') },
  { name: 'PDF', bytes: ascii('%PDF-') },
  { name: 'ZIP', bytes: [...ascii('PK'), 3, 4] },
  { name: 'RAR', bytes: ascii('Rar!\x1a\x07') },
  { name: '7-Zip', bytes: [...ascii('7z'), 0xbc, 0xaf, 0x27, 0x1c] },
  { name: 'MS Office', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] },
  { name: 'HTML', bytes: ascii('<!doctype html') },
  { name: 'HTML', bytes: ascii('<html') },
]

const mostHeadBytes = 1024

/** The kind's own name: `PNG`, `ZIP`, `EXE`; null: nothing speaks against firmware. */
export function foreignKindOf(file: Uint8Array): string | null {
  const head = file.subarray(0, mostHeadBytes)
  return kinds.find((kind) => begins(head, kind))?.name ?? (isWindowsProgram(head) ? 'EXE' : null)
}

/** Letters of either case. */
function begins(head: Uint8Array, { offset = 0, bytes }: Kind): boolean {
  return bytes.every((byte, index) => {
    const found = head[offset + index] ?? -1
    return found === byte || (isLetter(byte) && (found ^ 0x20) === byte)
  })
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20
  return lower >= 0x61 && lower <= 0x7a
}

/** `MZ`, and at the place that it names, `PE`: two letters alone begin many a raw image. */
function isWindowsProgram(head: Uint8Array): boolean {
  if (head[0] !== 0x4d || head[1] !== 0x5a || head.length < 0x40) return false
  const at = new DataView(head.buffer, head.byteOffset).getUint32(0x3c, true)
  return head[at] === 0x50 && head[at + 1] === 0x45 && head[at + 2] === 0 && head[at + 3] === 0
}
