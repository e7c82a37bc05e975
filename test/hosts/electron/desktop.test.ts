import { once } from 'node:events'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { StationParts } from '../../../main/station/parts.ts'
import { createRouter, type StationClient } from '../../../main/station/router.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { job } from '../../renderer/fixtures.ts'
import { openOperatorBed } from '../../station/operator-bed.ts'
import { outboxEvent, snapshot } from '../fake-router.ts'
import { settled } from './bench-bed.ts'
import { DesktopBed } from './desktop-bed.ts'
import { fakeDesktopStation } from './fake-desktop-station.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

const at = '2026-01-02T03:04:05.000Z'
let bed: DesktopBed
beforeEach(() => {
  bed = new DesktopBed()
})
afterEach(() => bed.close())

test('the window has no Node, a sandbox and our page', async () => {
  const window = await bed.opened()
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
  await bed.opened()
  expect(electron.app.beforeReady).toEqual([
    'registerSchemesAsPrivileged',
    'setPath',
    'requestSingleInstanceLock',
  ])
  expect(electron.protocol.schemes[0]).toMatchObject({ scheme: 'flashline', privileges: { standard: true } })
  expect(electron.app.paths.userData).toBe(join(bed.dir, 'data', 'desktop'))
  expect(bed.asked).toMatchObject([{ dataDir: join(bed.dir, 'data'), practice: true }])
  if (process.platform !== 'win32') expect(statSync(join(bed.dir, 'data')).mode & 0o777).toBe(0o700)
})

describe('the port', () => {
  test('reaches the contract: a call, and events until the page goes', async () => {
    const window = await bed.opened()
    const [hand] = window.webContents.mainFrame.posted
    expect(hand).toMatchObject({ channel: 'flashline:port', message: null })
    const port = hand?.ports[0]
    if (port === undefined) throw new Error('no port was handed over')
    port.start()
    const client: StationClient = createORPCClient(new RPCLink({ port }))
    expect(await client.station.snapshot()).toEqual(snapshot)
    const events = await client.station.events({ afterSeq: 3 })
    const first = events.next()
    // This page and the desktop itself.
    while (bed.station.viewers() < 2) await settled()
    bed.station.emit(outboxEvent(4, 1))
    expect((await first).value).toEqual(outboxEvent(4, 1))
    port.close()
    while (bed.station.viewers() > 1) await settled()
  })

  test('is a new one after a reload', async () => {
    const window = await bed.opened()
    window.webContents.emit('did-finish-load')
    const { posted } = window.webContents.mainFrame
    expect(posted).toHaveLength(2)
    expect(posted[0]?.ports[0]).not.toBe(posted[1]?.ports[0])
    for (const { ports } of posted) ports[0]?.close()
  })

  test('starts as nobody, and so does the page after a reload', async () => {
    const people = await openOperatorBed()
    await people.add({ name: 'Ann', role: 'lead', pin: '1111' })
    const router = createRouter({ operators: people.desk } as unknown as StationParts)
    const openStation = async () => fakeDesktopStation(router).station
    const contents = (await bed.start({ openStation }))?.webContents
    contents?.emit('did-finish-load')
    const roles = []
    for (const { ports } of contents?.mainFrame.posted ?? []) {
      const [port] = ports
      if (port === undefined) throw new Error('no port was handed over')
      port.start()
      const client: StationClient = createORPCClient(new RPCLink({ port }))
      const before = (await client.operators.current()).role
      await client.operators.signIn({ operatorId: 'ann', pin: '1111' })
      roles.push(before, (await client.operators.current()).role)
      port.close()
    }
    expect(roles).toEqual([null, 'lead', null, 'lead'])
    await people.close()
  })

  test('is not handed to a page that is not ours', async () => {
    const window = await bed.opened()
    window.webContents.mainFrame.posted = []
    for (const origin of ['https://evil.example', 'null', 'flashline://app.evil', 'file://']) {
      window.webContents.mainFrame.origin = origin
      window.webContents.emit('did-finish-load')
    }
    expect(window.webContents.mainFrame.posted).toEqual([])
  })
})

describe('coming and going', () => {
  test('closing the window stops the station, then the program', async () => {
    const window = await bed.opened()
    window.close()
    expect(electron.app.exitCode).toBeNull()
    expect(await electron.app.exited).toBe(0)
    expect(bed.fake.closed()).toBe(1)
  })

  test('with a running job it asks first', async () => {
    const window = await bed.opened()
    while (bed.station.viewers() === 0) await settled()
    bed.station.emit({ seq: 4, at, type: 'jobStarted', job: job(1, { outcome: 'running' }) })
    while (electron.powerSaveBlocker.active.size === 0) await settled()
    window.close()
    expect((await electron.dialog.askedTimes(1)).options).toMatchObject({ cancelId: 1 })
    electron.dialog.answer(1)
    await settled()
    expect([window.isDestroyed(), bed.fake.closed()]).toEqual([false, 0])
  })

  test('a second start shows the first window and opens no station', async () => {
    const window = await bed.opened()
    window.minimize()
    electron.app.emit('second-instance', {}, ['/flashline', '--data', '/elsewhere'], '/')
    expect([window.focused, window.isMinimized()]).toEqual([1, false])
    expect(window.loaded).toEqual(['flashline://app/'])
    electron.reset()
    electron.app.lockGranted = false
    await bed.start()
    expect(electron.BrowserWindow.opened).toEqual([])
    expect(bed.asked).toHaveLength(1)
  })

  test('a station that cannot open says why and exits with the code of the table', async () => {
    const window = await bed.start({
      openStation: async () => {
        throw new FlashlineError('DATA_IN_USE', { path: bed.dir })
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
