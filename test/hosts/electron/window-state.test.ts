import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openWindow } from '../../../main/hosts/electron/open-window.ts'
import { keepWindowState, readWindowState } from '../../../main/hosts/electron/window-state.ts'
import * as electron from '../../electron/stand-in.ts'
import { openTestWindow } from './bench-bed.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

const display = { x: 0, y: 0, width: 1920, height: 1080 }
let file: string
let dir: string
beforeEach(() => {
  electron.reset()
  dir = mkdtempSync(join(tmpdir(), 'flashline-window-'))
  file = join(dir, 'window.json')
})
afterEach(() => rmSync(dir, { recursive: true }))

const given = (bounds: object, more: object = {}) =>
  writeFileSync(file, JSON.stringify({ bounds, maximized: false, ...more }))
const good = { x: 10, y: 20, width: 1000, height: 700 }

test('a closed window comes back where it was', async () => {
  const { window, seen } = await openTestWindow()
  keepWindowState(window, file)
  window.setBounds(good)
  window.maximize()
  window.close()
  const state = readWindowState(file, [display])
  expect(state).toEqual({ bounds: good, maximized: true })
  expect(seen.isDestroyed()).toBe(true)
  const again = openWindow({ preloadFile: '/p.cjs', iconFile: '/i.png', state, kiosk: false })
  expect(again.getBounds()).toEqual(good)
  expect(again.isMaximized()).toBe(false)
  again.emit('ready-to-show')
  expect(again.isMaximized()).toBe(true)
})

test('a place on a display that is gone is not used', () => {
  given({ ...good, x: 2500 })
  expect(readWindowState(file, [display])).toBeNull()
  expect(readWindowState(file, [display, { ...display, x: 1920 }])).not.toBeNull()
  given({ ...good, y: -50 })
  expect(readWindowState(file, [display])).toBeNull()
})

test.each([
  ['{', 'not JSON'],
  ['null', 'nothing'],
  [JSON.stringify({ bounds: { ...good, width: 1e9 }, maximized: false }), 'too wide'],
  [JSON.stringify({ bounds: { ...good, x: '10' }, maximized: false }), 'text for a number'],
  [JSON.stringify({ bounds: good, maximized: false, more: 1 }), 'more than there is'],
])('%s is no state: %s', (text) => {
  writeFileSync(file, text)
  expect(readWindowState(file, [display])).toBeNull()
})

test('a state that cannot be written does not keep the window', async () => {
  const { window } = await openTestWindow()
  keepWindowState(window, join(dir, 'no', 'such', 'folder'))
  window.close()
  expect(window.isDestroyed()).toBe(true)
})

test('a kiosk has the whole screen and no menu', async () => {
  await electron.app.whenReady()
  openWindow({ preloadFile: '/p.cjs', iconFile: '/i.png', state: null, kiosk: true })
  const [window] = electron.BrowserWindow.opened
  expect(window?.isKiosk()).toBe(true)
  expect(window?.menuRemoved).toBe(true)
  expect(() => readFileSync(file)).toThrow()
})
