// A folder in the layout of Electron's own for Linux, so that electron-builder packs without fetching one. Its program
// runs nothing; it has Electron's wire of fuses, all as Electron ships them.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Source: @electron/fuses, README: sentinel, version, length, then a digit for each fuse. */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const shipped = '101100010'

const files: Readonly<Record<string, string>> = {
  LICENSE: 'Electron',
  'LICENSES.chromium.html': 'Chromium',
  version: '0.0.0',
  'chrome-sandbox': '',
  'icudtl.dat': '',
  'libffmpeg.so': '',
  'snapshot_blob.bin': '',
  'v8_context_snapshot.bin': '',
  'locales/de.pak': 'de',
  'locales/en-US.pak': 'en-US',
  'locales/zh-CN.pak': 'zh-CN',
  'resources/.keep': '',
}

export function makeStandInDistribution(dir: string): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, shipped.length]), Buffer.from(shipped)])
  const program = join(dir, 'electron')
  writeFileSync(program, Buffer.concat([Buffer.alloc(4096, 0x90), wire, Buffer.alloc(4096, 0x90)]))
  chmodSync(program, 0o755)
}
