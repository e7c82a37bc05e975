import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { startDesktop } from '../../../main/hosts/electron/desktop.ts'
import type { StationParts } from '../../../main/station/parts.ts'
import { createRouter, type StationClient } from '../../../main/station/router.ts'
import type { StationOptions } from '../../../main/station/station.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { openOperatorBed } from '../../station/operator-bed.ts'
import { fakeStation, outboxEvent, snapshot } from '../fake-router.ts'
import * as electron from './electron-stand-in.ts'

vi.mock('electron', () => import('./electron-stand-in.ts'))

let dir: string
let asked: StationOptions[]
let closed: number
let station: ReturnType<typeof fakeStation>

beforeEach(() => {
  electron.reset()
  dir = mkdtempSync(join(tmpdir(), 'flashline-desktop-'))
  asked = []
  closed = 0
  station = fakeStation()
})
afterEach(() => rmSync(dir, { recursive: true }))

async function start(overrides: Partial<Parameters<typeof startDesktop>[0]> = {}) {
  await startDesktop({
    argv: ['--data', join(dir, 'data'), '--practice'],
    preloadFile: '/program/out/preload/index.cjs',
    devServerUrl: null,
    openStation: async (options) => {
      asked.push(options)
      return {
        router: station.router,
        practice: true,
        close: async () => {
          closed++
        },
      }
    },
    ...overrides,
  })
  const window = electron.BrowserWindow.opened[0]
  return window
}

async function opened() {
  const window = await start()
  if (window === undefined) throw new Error('no window was opened')
  return window
}

test('the window has no Node, a sandbox and our page', async () => {
  const window = await opened()
  expect(window.options.webPreferences).toMatchObject({
    preload: '/program/out/preload/index.cjs',
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webviewTag: false,
  })
  expect(window.loaded).toEqual(['flashline://app/'])
  expect(window.shown).toBe(true)
})

test('scheme, folder and lock come before the program is ready; data is for its owner only', async () => {
  await opened()
  expect(electron.app.beforeReady).toEqual([
    'registerSchemesAsPrivileged',
    'setPath',
    'requestSingleInstanceLock',
  ])
  expect(electron.protocol.schemes[0]).toMatchObject({ scheme: 'flashline', privileges: { standard: true } })
  expect(electron.app.paths.userData).toBe(join(dir, 'data', 'desktop'))
  expect(asked).toMatchObject([{ dataDir: join(dir, 'data'), practice: true }])
  if (process.platform !== 'win32') expect(statSync(join(dir, 'data')).mode & 0o777).toBe(0o700)
})

describe('the port', () => {
  test('reaches the contract: a call, and events until the page goes', async () => {
    const window = await opened()
    const [hand] = window.webContents.mainFrame.posted
    expect(hand).toMatchObject({ channel: 'flashline:port', message: null })
    const port = hand?.ports[0]
    if (port === undefined) throw new Error('no port was handed over')
    port.start()
    const client: StationClient = createORPCClient(
      new RPCLink({ port: port as unknown as globalThis.MessagePort }),
    )
    expect(await client.station.snapshot()).toEqual(snapshot)
    const events = await client.station.events({ afterSeq: 3 })
    const first = events.next()
    while (station.viewers() === 0) await new Promise((resolve) => setImmediate(resolve))
    station.emit(outboxEvent(4, 1))
    expect((await first).value).toEqual(outboxEvent(4, 1))
    port.close()
    await station.nobodyListens()
  })

  test('is a new one after a reload', async () => {
    const window = await opened()
    window.webContents.emit('did-finish-load')
    const { posted } = window.webContents.mainFrame
    expect(posted).toHaveLength(2)
    expect(posted[0]?.ports[0]).not.toBe(posted[1]?.ports[0])
    for (const { ports } of posted) ports[0]?.close()
  })

  test('starts as nobody, and so does the page after a reload', async () => {
    const bed = await openOperatorBed()
    await bed.add({ name: 'Ann', role: 'lead', pin: '1111' })
    const router = createRouter({ operators: bed.desk } as unknown as StationParts)
    const openStation = async () => ({ router, practice: false, close: async () => undefined })
    const contents = (await start({ openStation }))?.webContents
    contents?.emit('did-finish-load')
    const roles = []
    for (const { ports } of contents?.mainFrame.posted ?? []) {
      ports[0]?.start()
      const client: StationClient = createORPCClient(
        new RPCLink({ port: ports[0] as unknown as globalThis.MessagePort }),
      )
      const before = (await client.operators.current()).role
      await client.operators.signIn({ operatorId: 'ann', pin: '1111' })
      roles.push(before, (await client.operators.current()).role)
      ports[0]?.close()
    }
    expect(roles).toEqual([null, 'lead', null, 'lead'])
    await bed.close()
  })

  test('is not handed to a page that is not ours', async () => {
    const window = await opened()
    window.webContents.mainFrame.posted = []
    for (const origin of ['https://evil.example', 'null', 'flashline://app.evil', 'file://']) {
      window.webContents.mainFrame.origin = origin
      window.webContents.emit('did-finish-load')
    }
    expect(window.webContents.mainFrame.posted).toEqual([])
  })
})

describe('the page may not', () => {
  test.each([
    ['https://evil.example/', true],
    ['file:///etc/passwd', true],
    ['flashline://other/', true],
    ['flashline://app/', false],
  ])('go to %s', async (url, isMainFrame) => {
    const window = await opened()
    const event = Object.assign(new electron.PreventableEvent(), { url, isMainFrame })
    window.webContents.emit('will-frame-navigate', event)
    expect(event.defaultPrevented).toBe(true)
  })

  test('but it may load itself again', async () => {
    const window = await opened()
    const event = Object.assign(new electron.PreventableEvent(), {
      url: 'flashline://app/',
      isMainFrame: true,
    })
    window.webContents.emit('will-frame-navigate', event)
    expect(event.defaultPrevented).toBe(false)
  })

  test('open windows, embed pages, follow redirects, download, use devices', async () => {
    const window = await opened()
    expect(window.webContents.openHandler?.({ url: 'https://evil.example/' })).toEqual({ action: 'deny' })
    for (const name of ['will-attach-webview', 'will-redirect']) {
      const event = new electron.PreventableEvent()
      window.webContents.emit(name, event)
      expect(event.defaultPrevented, name).toBe(true)
    }
    const { defaultSession } = electron.session
    const answers: boolean[] = []
    defaultSession.permissionRequest?.(null, 'serial', (yes) => answers.push(yes))
    expect(answers).toEqual([false])
    expect(defaultSession.permissionCheck?.()).toBe(false)
    expect(defaultSession.devicePermission?.()).toBe(false)
    const download = new electron.PreventableEvent()
    defaultSession.emit('will-download', download)
    expect(download.defaultPrevented).toBe(true)
  })
})

describe('coming and going', () => {
  test('closing the window stops the station, then the program', async () => {
    await opened()
    electron.app.emit('window-all-closed')
    expect(electron.app.exitCode).toBeNull()
    expect(await electron.app.exited).toBe(0)
    expect(closed).toBe(1)
  })

  test('a second start shows the first window and opens no station', async () => {
    const window = await opened()
    electron.app.emit('second-instance')
    expect(window.focused).toBe(1)
    electron.reset()
    electron.app.lockGranted = false
    await start()
    expect(electron.BrowserWindow.opened).toEqual([])
    expect(asked).toHaveLength(1)
  })

  test('a station that cannot open says why and exits with the code of the table', async () => {
    const window = await start({
      openStation: async () => {
        throw new FlashlineError('DATA_IN_USE', { path: dir })
      },
    })
    expect(window).toBeUndefined()
    expect(electron.dialog.shown[0]?.content).toContain('DATA_IN_USE')
    expect(electron.app.exitCode).toBe(2)
  })
})

test('the preload script passes the port on to our own origin and does nothing else', async () => {
  const { port1, port2 } = new MessageChannel()
  const posted: unknown[][] = []
  vi.stubGlobal('window', {
    location: { origin: 'flashline://app' },
    postMessage: (...message: unknown[]) => posted.push(message),
  })
  await import('../../../preload/index.ts')
  expect(electron.ipcRenderer.eventNames()).toEqual(['flashline:port'])
  electron.ipcRenderer.emit('flashline:port', { ports: [port2] })
  expect(posted).toEqual([[{ type: 'flashline:port' }, 'flashline://app', [port2]]])
  vi.unstubAllGlobals()
  const gone = once(port1 as unknown as NodeJS.EventEmitter, 'close')
  port1.close()
  await gone
})
