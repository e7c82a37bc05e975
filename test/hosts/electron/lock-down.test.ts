// What the page may do and what it may not, asked of the handlers that the desktop gave to Electron.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, session } from 'electron'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { desktopTexts } from '../../../main/hosts/electron/desktop-texts.ts'
import { allowOwnDownloads } from '../../../main/hosts/electron/downloads.ts'
import { offerLinks } from '../../../main/hosts/electron/external-links.ts'
import { lockDown } from '../../../main/hosts/electron/lock-down.ts'
import { openWindow } from '../../../main/hosts/electron/open-window.ts'
import * as electron from '../../electron/stand-in.ts'
import { openTestWindow, settled } from './bench-bed.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

const pageUrl = 'flashline://app/'
let mayUseDevTools = false

beforeEach(() => {
  electron.reset()
  mayUseDevTools = false
})

async function open(url = pageUrl) {
  const { defaultSession } = session
  lockDown({ app, session: defaultSession, pageUrl: url, mayUseDevTools: () => mayUseDevTools })
  allowOwnDownloads(defaultSession, url)
  const { window, seen } = await openTestWindow()
  offerLinks(window, () => desktopTexts.en)
  await window.loadURL(url)
  return { window, seen, contents: seen.webContents, locked: electron.session.defaultSession }
}

test('the page has no Node, no webview and nothing experimental', async () => {
  await electron.app.whenReady()
  openWindow({ preloadFile: '/p.cjs', iconFile: '/i.png', state: null, kiosk: false })
  expect(electron.BrowserWindow.opened[0]?.options.webPreferences).toEqual({
    preload: '/p.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    navigateOnDragDrop: false,
    webviewTag: false,
    spellcheck: false,
  })
})

test.each([
  ['https://evil.example/', true],
  ['file:///etc/passwd', true],
  ['flashline://other/', true],
  ['flashline://app/other', true],
  ['flashline://app/', false],
  ['javascript:alert(1)', true],
  ['nonsense', true],
])('it may not go to %s', async (url, isMainFrame) => {
  const { contents } = await open()
  const event = Object.assign(new electron.PreventableEvent(), { url, isMainFrame })
  contents.emit('will-frame-navigate', event)
  expect(event.defaultPrevented).toBe(true)
})

test('it may load itself again, and nothing may be embedded in it or lead it elsewhere', async () => {
  const { contents } = await open()
  const again = Object.assign(new electron.PreventableEvent(), { url: pageUrl, isMainFrame: true })
  contents.emit('will-frame-navigate', again)
  expect(again.defaultPrevented).toBe(false)
  for (const name of ['will-attach-webview', 'will-redirect']) {
    const event = new electron.PreventableEvent()
    contents.emit(name, event)
    expect(event.defaultPrevented, name).toBe(true)
  }
})

describe('permissions', () => {
  const all = ['fullscreen', 'clipboard-sanitized-write', 'clipboard-read', 'media', 'serial', 'usb', 'hid']
  const others = [
    'notifications',
    'geolocation',
    'openExternal',
    'fileSystem',
    'midi',
    'pointerLock',
    'unknown',
  ]

  const given = async (details: { requestingUrl?: string; isMainFrame: boolean }) => {
    const { locked } = await open()
    return [...all, ...others].filter((permission) => {
      let asked: boolean | null = null
      locked.permissionRequest?.(null, permission, (yes) => (asked = yes), details)
      const checked = locked.permissionCheck?.(null, permission, '', details)
      expect(checked, permission).toBe(asked)
      return asked
    })
  }

  test('those that the page uses, for our page only', async () => {
    const requestingUrl = `${pageUrl}#/bench`
    expect(await given({ requestingUrl, isMainFrame: true })).toEqual([
      'fullscreen',
      'clipboard-sanitized-write',
    ])
    expect(await given({ requestingUrl, isMainFrame: false })).toEqual([])
    expect(await given({ requestingUrl: 'https://evil.example/', isMainFrame: true })).toEqual([])
    expect(await given({ isMainFrame: true })).toEqual([])
  })

  test('no device, ever', async () => {
    const { locked } = await open()
    expect(locked.devicePermission?.({ deviceType: 'serial', origin: 'flashline://app' })).toBe(false)
  })
})

test.each([
  [pageUrl, 'flashline://app/assets/index.js', true],
  [pageUrl, 'blob:flashline://app/1', true],
  [pageUrl, 'data:image/png;base64,AA', true],
  [pageUrl, 'devtools://devtools/bundled/inspector.html', true],
  [pageUrl, 'flashline://other/', false],
  [pageUrl, 'blob:https://evil.example/1', false],
  [pageUrl, 'https://evil.example/collect', false],
  [pageUrl, 'http://127.0.0.1:8080/', false],
  [pageUrl, 'ws://127.0.0.1:8080/', false],
  [pageUrl, 'file:///etc/passwd', false],
  // During development: the bundler's server, and no other.
  ['http://localhost:5173/', 'ws://localhost:5173/?token=1', true],
  ['http://localhost:5173/', 'http://localhost:5173/main.tsx', true],
  ['http://localhost:5173/', 'ws://localhost:5174/', false],
])('a page of %s and %s: %s', async (url, asked, expected) => {
  const { locked } = await open(url)
  let cancelled: boolean | undefined
  locked.webRequest.beforeRequest?.({ url: asked }, ({ cancel }) => (cancelled = cancel))
  expect(cancelled).toBe(!expected)
})

describe('developer tools', () => {
  test('close at once for whom they are not open, however they were opened', async () => {
    const { contents } = await open()
    contents.openDevTools()
    expect(contents.devTools).toBe(false)
    mayUseDevTools = true
    contents.openDevTools()
    expect(contents.devTools).toBe(true)
  })
})

describe('downloads', () => {
  const download = async (url: string, name = 'history.csv') => {
    electron.reset()
    const { locked } = await open()
    const event = new electron.PreventableEvent()
    const asked: unknown[] = []
    const item = {
      getURL: () => url,
      getFilename: () => name,
      setSaveDialogOptions: (options: unknown) => asked.push(options),
    }
    locked.emit('will-download', event, item)
    return { prevented: event.defaultPrevented, asked }
  }

  test('what the page made itself is saved, where the person says', async () => {
    expect(await download('blob:flashline://app/0f1e')).toEqual({
      prevented: false,
      asked: [{ defaultPath: 'history.csv' }],
    })
    expect((await download('blob:flashline://app/0f1e', '../../etc/cron')).asked).toEqual([
      { defaultPath: 'cron' },
    ])
  })

  test.each([
    'https://evil.example/a.exe',
    'blob:https://evil.example/1',
    'blob:flashline://app.evil/1',
    'data:text/plain,x',
    'flashline://app/index.html',
    'file:///etc/passwd',
  ])('%s is not', async (url) => {
    expect((await download(url)).prevented).toBe(true)
  })
})

describe('links to the outside', () => {
  test('https, after a question that shows host and address', async () => {
    const { contents } = await open()
    const url = 'https://docs.example/flashline?a=1'
    expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
    expect((await electron.dialog.askedTimes(1)).options).toMatchObject({
      message: 'Open docs.example in the browser?',
      detail: expect.stringContaining(url),
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    })
    expect(electron.shell.opened).toEqual([])
    // One question at a time.
    contents.openHandler?.({ url })
    electron.dialog.answer(0)
    await settled()
    expect(electron.shell.opened).toEqual([{ kind: 'address', what: url }])
    expect(electron.dialog.asked).toHaveLength(1)
    contents.openHandler?.({ url })
    electron.dialog.answer(1)
    await settled()
    expect(electron.dialog.asked).toHaveLength(2)
    expect(electron.shell.opened).toHaveLength(1)
  })

  test.each([
    'http://docs.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-msdt:/id',
    'https://docs.example@evil.example/',
    'flashline://open/bench',
    `https://docs.example/${'a'.repeat(2000)}`,
    'about:blank',
  ])('%s is nothing to ask about', async (url) => {
    const { contents } = await open()
    expect(contents.openHandler?.({ url })).toEqual({ action: 'deny' })
    await settled()
    expect(electron.dialog.asked).toEqual([])
    expect(electron.shell.opened).toEqual([])
  })
})

test('the page can call nothing of the desktop: there is one line to the station and no other', () => {
  const folder = join(import.meta.dirname, '../../../main/hosts/electron')
  const sources = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
  expect(sources.length).toBeGreaterThan(20)
  for (const bridge of ['ipcMain', 'executeJavaScript', 'contents.ipc', 'frame.ipc', 'insertCSS'])
    expect(
      sources.filter((source) => source.includes(bridge)),
      bridge,
    ).toEqual([])
  const preload = readFileSync(join(folder, '../../../preload/index.ts'), 'utf8')
  expect(preload).not.toMatch(/exposeInMainWorld|ipcRenderer\.(send|invoke)/)
})
