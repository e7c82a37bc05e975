import { Menu } from 'electron'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { type MenuActions, type MenuFacts, menuTemplate } from '../../../main/hosts/electron/app-menu.ts'
import { desktopTexts, fill } from '../../../main/hosts/electron/desktop-texts.ts'
import { showDriverHint } from '../../../main/hosts/electron/driver-hint.ts'
import { followPageLanguage, systemLanguage } from '../../../main/hosts/electron/page-language.ts'
import { openTray } from '../../../main/hosts/electron/tray.ts'
import { updateItem } from '../../../main/hosts/electron/update-item.ts'
import { FlashlineError, screens, windowTitles } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { idle, openTestWindow } from './bench-bed.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

beforeEach(() => electron.reset())

const done: string[] = []
const note = (what: string) => () => void done.push(what)
const actions: MenuActions = {
  openFile: note('openFile'),
  quit: note('quit'),
  goTo: (address) => void done.push(address),
  setKiosk: (on) => void done.push(`kiosk ${on}`),
  openLogFolder: note('log'),
  openDataFolder: note('data'),
  showDriverHint: note('hint'),
  update: (act) => void done.push(act),
  showAbout: note('about'),
}
const facts: MenuFacts = {
  texts: desktopTexts.en,
  platform: 'linux',
  isKiosk: false,
  mayUseDevTools: false,
  update: null,
}
const menuOf = (part: Partial<MenuFacts> = {}) =>
  electron.Menu.buildFromTemplate(menuTemplate({ ...facts, ...part }, actions))
const labelsOf = (menu: electron.Menu) => menu.items.map(({ label }) => label)

test('both languages have the same entries', () => {
  expect(labelsOf(menuOf())).toEqual(['File', 'Edit', 'View', 'Station', 'Help'])
  expect(labelsOf(menuOf({ texts: desktopTexts['zh-CN'] }))).toEqual([
    '文件',
    '编辑',
    '视图',
    '工作站',
    '帮助',
  ])
  const roles = (texts = desktopTexts.en) =>
    menuOf({ texts })
      .all()
      .map(({ role, type }) => [role, type])
  expect(roles()).toEqual(roles(desktopTexts['zh-CN']))
  // No entry speaks Electron's own words.
  for (const { label, type } of menuOf({ texts: desktopTexts['zh-CN'] }).all())
    if (type !== 'separator') expect(label, label).toMatch(/[一-鿿]/)
})

test('every sentence has the same blanks in both languages, and no more', () => {
  for (const [key, text] of Object.entries(desktopTexts.en)) {
    const blanks = (one: string) => one.match(/\{\w+\}/g) ?? []
    const other = Object.entries(desktopTexts['zh-CN']).find(([name]) => name === key)?.[1] ?? ''
    expect(blanks(other), key).toEqual(blanks(text))
  }
  expect(fill('{a} {b} {a}', { a: 1 })).toBe('1 {b} 1')
})

test('each entry does what it says', () => {
  const menu = menuOf()
  for (const label of ['Open firmware or kit…', 'Kiosk', 'Open log folder', 'Open data folder'])
    menu.find(label).click()
  for (const label of ['Help and error codes', 'A device is not found…', 'About Flashline', 'Quit'])
    menu.find(label).click()
  expect(done.splice(0)).toEqual(['openFile', 'kiosk true', 'log', 'data', '#/help', 'hint', 'about', 'quit'])
  for (const item of menu.find('Station').submenu?.items.slice(0, screens.length) ?? []) item.click()
  expect(done.splice(0)).toEqual(screens.map((screen) => `#/${screen}`))
  menuOf({ isKiosk: true }).find('Kiosk').click()
  expect(done.splice(0)).toEqual(['kiosk false'])
})

test('the developer tools are offered only to whom they are open', () => {
  const hasTools = (part: Partial<MenuFacts>) =>
    menuOf(part)
      .all()
      .some(({ role }) => role === 'toggleDevTools')
  expect(hasTools({ mayUseDevTools: false })).toBe(false)
  expect(hasTools({ mayUseDevTools: true })).toBe(true)
})

test('macOS has its program menu', () => {
  expect(labelsOf(menuOf({ platform: 'darwin' }))[0]).toBe('Flashline')
})

test('the desktop speaks the language of the page, and calls its window by no other name', async () => {
  const { window, seen } = await openTestWindow()
  const language = followPageLanguage(window, systemLanguage('en-GB'))
  let changes = 0
  language.listen(() => changes++)
  const say = (title: string) => {
    const event = new electron.PreventableEvent()
    seen.emit('page-title-updated', event, title, true)
    return event.defaultPrevented
  }
  expect(language.texts.quit).toBe('Quit')
  expect(say(windowTitles['zh-CN'])).toBe(false)
  expect([language.language, language.texts.quit, changes]).toEqual(['zh-CN', '退出', 1])
  expect(say(windowTitles['zh-CN'])).toBe(false)
  expect(say('Your computer is at risk')).toBe(true)
  expect(changes).toBe(1)
  expect(['zh-CN', 'zh-Hant-TW', 'zh', 'en-US', 'de'].map(systemLanguage)).toEqual([
    'zh-CN',
    'zh-CN',
    'zh-CN',
    'en',
    'en',
  ])
})

test('the tray counts, shows the window and quits', () => {
  const show = openTray({ iconFile: '/tray.png', practice: true, show: note('show'), quit: note('quit') })
  const [tray] = electron.Tray.opened
  show({ ...idle, running: 2, passed: 30, failed: 1 }, desktopTexts.en)
  expect(tray?.toolTip).toBe('Flashline (practice)\nRunning: 2\nPassed: 30\nFailed: 1')
  tray?.menu?.find('Show Flashline').click()
  tray?.menu?.find('Quit').click()
  tray?.emit('click')
  expect(done.splice(0)).toEqual(['show', 'quit', 'show'])
  expect(tray?.menu?.find('Failed: 1').enabled).toBe(false)
  show(idle, desktopTexts['zh-CN'])
  expect(tray?.toolTip).toContain('通过：0')
})

test('a system without a tray goes on without', () => {
  const said = vi.spyOn(console, 'warn').mockImplementation(() => {})
  electron.Tray.available = false
  openTray({ iconFile: '/tray.png', practice: false, show: () => {}, quit: () => {} })(idle, desktopTexts.en)
  expect(electron.Tray.opened).toEqual([])
  expect(said).toHaveBeenCalledOnce()
  said.mockRestore()
})

describe('when a device is not found', () => {
  const rulesDir = '/opt/Flashline/resources/udev'
  const ask = async (platform: NodeJS.Platform, answer: number) => {
    const { window } = await openTestWindow()
    electron.dialog.answer(answer)
    const goTo = (address: string) => void done.push(address)
    await showDriverHint({ window, texts: desktopTexts.en, platform, rulesDir, goTo })
    const asked = electron.dialog.asked.at(-1)
    return asked?.kind === 'question' ? asked.options : null
  }

  test('Linux: the exact command for the rules that come with the program, to be copied', async () => {
    const asked = await ask('linux', 1)
    expect(asked?.detail).toContain(`\n\n${electron.clipboard.text}`)
    expect(electron.clipboard.text).toMatch(/^sudo cp \/opt\/Flashline\/resources\/udev\/\*\.rules .*udevadm/)
  })

  test.each([
    ['win32', 'Device Manager'],
    ['darwin', 'macOS asks'],
  ] as const)('%s has no command, but a word of its own', async (platform, word) => {
    const asked = await ask(platform, 1)
    expect(asked?.detail).toContain(word)
    expect(asked?.buttons).toEqual(['Go to Diagnostics', 'OK'])
    expect(electron.clipboard.text).toBe('')
  })

  test('leads to the doctor', async () => {
    await ask('linux', 0)
    expect(done.splice(0)).toEqual(['#/settings/diagnostics'])
  })
})

describe('updates', () => {
  const version = '1.5.0'
  const failed = { step: 'failed', error: new FlashlineError('UPDATE_FAILED', {}) } as const
  test.each([
    [{ step: 'idle' }, 'Look for updates', 'check'],
    [failed, 'Look for updates', 'check'],
    [{ step: 'checking' }, 'Looking for updates…', null],
    [{ step: 'available', version }, 'Fetch version 1.5.0', 'download'],
    [{ step: 'downloading', version }, 'Fetching version 1.5.0…', null],
    [{ step: 'ready', version }, 'Install version 1.5.0 and start again', 'install'],
  ] as const)('%j: %s', (state, label, act) => {
    const item = menuOf({ update: updateItem(state, desktopTexts.en) }).find(label)
    if (act !== null) item.click()
    expect([item.enabled, done.splice(0)]).toEqual([act !== null, act === null ? [] : [act]])
  })

  test('that are off have no entry', () => {
    expect(updateItem({ step: 'off' }, desktopTexts.en)).toBeNull()
  })
})

test('the application menu of the stand-in takes the template as Electron does', () => {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(facts, actions)))
  expect(electron.Menu.getApplicationMenu()?.find('Quit').options.accelerator).toBe('CommandOrControl+Q')
})
