// What is around the page: links and files from outside, menu, tray, developer tools, kiosk.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { EventHub } from '../../../main/station/event-hub.ts'
import type { StationParts } from '../../../main/station/parts.ts'
import { createRouter } from '../../../main/station/router.ts'
import { FlashlineError, windowTitles } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { openOperatorBed } from '../../station/operator-bed.ts'
import { snapshot } from '../fake-router.ts'
import { settled } from './bench-bed.ts'
import { DesktopBed } from './desktop-bed.ts'
import { fakeDesktopStation } from './fake-desktop-station.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

let bed: DesktopBed
beforeEach(() => {
  bed = new DesktopBed()
})
afterEach(() => bed.close())

describe('what was opened from outside', () => {
  test('a link and a file of the first start come after the page', async () => {
    const file = join(bed.dir, 'a.bin')
    writeFileSync(file, 'image')
    const window = await bed.start({
      argv: [...bed.dataArguments, 'flashline://open/lan', file, '--', 'b.txt'],
    })
    while ((window?.loaded.length ?? 0) < 3) await settled()
    expect(window?.loaded).toEqual([
      'flashline://app/',
      'flashline://app/#/lan',
      expect.stringMatching(/^flashline:\/\/app\/#\/firmware\/opened\/[0-9a-f]{32}$/),
    ])
    const pathname = `/opened/${window?.loaded[2]?.slice(-32)}`
    const served = await electron.protocol.handlers.get('flashline')?.(
      new Request(`flashline://app${pathname}`),
    )
    expect(await served?.text()).toBe('image')
  })

  test('so does what macOS tells before the program is ready', async () => {
    const starting = bed.start({ argv: bed.dataArguments })
    const event = new electron.PreventableEvent()
    electron.app.emit('open-url', event, 'flashline://open/history')
    expect(event.defaultPrevented).toBe(true)
    const window = await starting
    await settled()
    expect(window?.loaded).toEqual(['flashline://app/', 'flashline://app/#/history'])
  })

  test('and what another start brings, from its own folder', async () => {
    const window = await bed.opened()
    writeFileSync(join(bed.dir, 'kit.flkit'), 'kit')
    electron.app.emit('second-instance', {}, ['/flashline', 'kit.flkit'], bed.dir)
    while (window.loaded.length < 2) await settled()
    expect(window.loaded[1]).toContain('#/firmware/opened/')
    expect(window.focused).toBe(1)
  })

  test('a link that says nothing known moves nothing', async () => {
    const window = await bed.start({
      argv: [...bed.dataArguments, 'flashline://open/../app', 'flashline://evil/bench'],
    })
    await settled()
    expect(window?.loaded).toEqual(['flashline://app/'])
  })
})

describe('around the page', () => {
  const menu = () => electron.Menu.getApplicationMenu()

  test('menu and tray are there, speak as the page does, and open the log of this bench', async () => {
    const window = await bed.opened()
    expect(menu()?.items[0]?.label).toBe('File')
    menu()?.find('Open log folder').click()
    menu()?.find('Open data folder').click()
    expect(electron.shell.opened.map(({ what }) => what)).toEqual([
      join(bed.dir, 'data', 'practice'),
      join(bed.dir, 'data'),
    ])
    window.emit('page-title-updated', new electron.PreventableEvent(), windowTitles['zh-CN'], true)
    expect(menu()?.items[0]?.label).toBe('文件')
    expect(electron.Tray.opened[0]?.toolTip).toContain('进行中：0')
  })

  test('the developer tools of a packaged program are for leads', async () => {
    electron.app.isPackaged = true
    const people = await openOperatorBed()
    await people.add({ name: 'Ann', role: 'lead', pin: '2222' })
    await people.add({ name: 'Tom', role: 'technician', pin: '1111' })
    const shownSnapshot = async () => ({ ...snapshot, seq: 0, benchOperator: 'Tom' })
    const hub = new EventHub(() => new Date())
    const parts = { operators: people.desk, hub, snapshot: shownSnapshot }
    bed.fake = fakeDesktopStation(createRouter(parts as unknown as StationParts))
    const window = await bed.opened()
    const hasTools = () =>
      menu()
        ?.all()
        .some(({ role }) => role === 'toggleDevTools')
    expect(hasTools()).toBe(false)
    window.webContents.openDevTools()
    expect(window.webContents.devTools).toBe(false)
    hub.emit({ type: 'benchOperatorChanged', operator: 'Ann' })
    while (!hasTools()) await settled()
    window.webContents.openDevTools()
    expect(window.webContents.devTools).toBe(true)
    expect(electron.app.protocolClients).toEqual(['flashline'])
    await people.close()
  })

  test('a kiosk has the whole screen and no menu, in any language', async () => {
    const window = await bed.start({ argv: [...bed.dataArguments, '--kiosk'] })
    expect(window?.isKiosk()).toBe(true)
    window?.emit('page-title-updated', new electron.PreventableEvent(), windowTitles['zh-CN'], true)
    expect(menu()).toBeNull()
  })

  test('an entry that is chosen while the page loads waits for it, and a reload meanwhile ends nothing', async () => {
    const loads: PromiseWithResolvers<{ origin: string }>[] = []
    electron.BrowserWindow.view = {
      load: () => {
        loads.push(Promise.withResolvers())
        return loads.at(-1)?.promise ?? Promise.reject(new Error('no load'))
      },
    }
    const starting = bed.start()
    while (loads.length === 0) await settled()
    const [window] = electron.BrowserWindow.opened
    menu()?.find('History').click()
    expect(window?.loaded).toEqual(['flashline://app/'])
    window?.webContents.reload()
    loads[0]?.reject(new Error('ERR_ABORTED (-3)'))
    await starting
    expect(electron.app.exitCode).toBeNull()
    loads[1]?.resolve({ origin: 'flashline://app' })
    while ((window?.loaded.length ?? 0) < 2) await settled()
    expect(window?.loaded).toEqual(['flashline://app/', 'flashline://app/#/history'])
  })

  test('a station that stays down is told', async () => {
    await bed.opened()
    bed.fake.giveUp(new FlashlineError('STATION_CRASHED', { crashes: 3 }))
    expect((await electron.dialog.askedTimes(1)).options).toMatchObject({
      detail: expect.stringContaining('STATION_CRASHED'),
    })
    electron.dialog.answer(0)
    expect(await electron.app.exited).toBe(0)
  })
})
