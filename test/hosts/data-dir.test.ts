import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultDataDir } from '../../main/hosts/data-dir.ts'
import { hasDisplay } from '../../main/hosts/display.ts'
import { openDataDir } from '../../main/hosts/open-data-dir.ts'

test.each([
  ['linux', {}, '/home/ann', '/home/ann/.local/share/flashline'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/home/ann', '/data/flashline'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ann', '/home/ann/.local/share/flashline'],
  ['darwin', {}, '/Users/ann', '/Users/ann/Library/Application Support/Flashline'],
  ['win32', { APPDATA: 'D:\\Roaming' }, 'C:\\Users\\ann', 'D:\\Roaming\\Flashline'],
  ['win32', {}, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Roaming\\Flashline'],
] as const)('%s %j', (platform, env, home, expected) => {
  expect(defaultDataDir({ platform, env, home })).toBe(expected)
})

test('a new folder is its owner’s alone; a file in its place is refused', () => {
  const dir = mkdtempSync(join(tmpdir(), 'flashline-data-'))
  const dataDir = openDataDir(join(dir, 'a', 'b'))
  expect(dataDir).toBe(join(dir, 'a', 'b'))
  if (process.platform !== 'win32') expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  writeFileSync(join(dir, 'file'), '')
  expect(() => openDataDir(join(dir, 'file'))).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  rmSync(dir, { recursive: true })
})

test('where a window could open', () => {
  expect(hasDisplay('linux', {})).toBe(false)
  expect(hasDisplay('linux', { DISPLAY: ':0' })).toBe(true)
  expect(hasDisplay('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true)
  expect(hasDisplay('win32', {})).toBe(true)
})
