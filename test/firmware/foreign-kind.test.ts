// Files that are no firmware by their first bytes, and firmware that only looks like one of them.
import { expect, test } from 'vitest'
import { foreignKindOf } from '../../main/firmware/foreign-kind.ts'
import { espImage } from './formats/esp-fixture.ts'

const latin = (text: string) => Buffer.from(text, 'latin1')

/** The stub of a Windows program, with its second mark at 0x80. */
function windowsProgram(mark: string): Buffer {
  const bytes = Buffer.alloc(0x100)
  bytes.write('MZ', 0, 'latin1')
  bytes.writeUInt32LE(0x80, 0x3c)
  bytes.write(mark, 0x80, 'latin1')
  return bytes
}

test.each([
  ['PNG', latin('\x89PNG\r\n\x1a\n')],
  ['JPEG', latin('\xff\xd8\xff\xe0')],
  ['GIF', latin('GIF89a')],
  ['WebP', latin('RIFF\x10\0\0\0WEBPVP8 ')],
  ['MP4', latin('\0\0\0\x20ftypisom')],
  ['PDF', latin('%PDF-1.7')],
  ['ZIP', latin('PK\x03\x04')],
  ['RAR', latin('Rar!\x1a\x07\x01')],
  ['7-Zip', latin("7z\xbc\xaf'\x1c")],
  ['MS Office', latin('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['HTML', latin('<!DOCTYPE HTML><p>')],
  ['HTML', latin('<html lang="en">')],
  ['EXE', windowsProgram('PE\0\0')],
])('%s', (kind, bytes) => {
  expect(foreignKindOf(bytes)).toBe(kind)
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['an image', espImage()],
  ['Intel HEX', latin(':00000001FF\n')],
  ['a vector table that begins with the letters MZ', windowsProgram('\0\0\0\0')],
  ['the letters MZ alone', latin('MZ')],
  ['gzip, which some devices take', latin('\x1f\x8b\x08')],
])('%s may be firmware', (_what, bytes) => {
  expect(foreignKindOf(bytes)).toBe(null)
})
