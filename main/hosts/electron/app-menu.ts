// The menu of the window, in the language of the page. What its entries do is handed in; what may be seen of a station is the
// page's matter, so that an entry only moves the page to a screen.
import type { MenuItemConstructorOptions } from 'electron'
import { type Screen, screens } from '../../../preload/contract/index.ts'
import type { DesktopTexts } from './desktop-texts.ts'
import type { UpdateItem } from './update-item.ts'

export interface MenuFacts {
  readonly texts: DesktopTexts
  readonly platform: NodeJS.Platform
  readonly isKiosk: boolean
  readonly mayUseDevTools: boolean
  /** Null: whoever is here has nothing to do with updates. */
  readonly update: UpdateItem | null
}

export interface MenuActions {
  readonly openFile: () => void
  readonly quit: () => void
  /** The page's address behind `#`. */
  readonly goTo: (address: string) => void
  readonly setKiosk: (on: boolean) => void
  readonly openLogFolder: () => void
  readonly openDataFolder: () => void
  readonly showDriverHint: () => void
  readonly update: (act: NonNullable<UpdateItem['act']>) => void
  readonly showAbout: () => void
}

/** Pure. */
export function menuTemplate(facts: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  const { texts } = facts
  const quit: MenuItemConstructorOptions = {
    label: texts.quit,
    accelerator: 'CommandOrControl+Q',
    click: actions.quit,
  }
  const about: MenuItemConstructorOptions = { label: texts.about, click: actions.showAbout }
  const isMac = facts.platform === 'darwin'
  return [
    ...(isMac ? [{ label: 'Flashline', submenu: [about, separator, quit] }] : []),
    {
      label: texts.file,
      submenu: [
        { label: texts.openFile, accelerator: 'CommandOrControl+O', click: actions.openFile },
        ...(isMac ? [] : [separator, quit]),
      ],
    },
    { label: texts.edit, submenu: editItems(texts) },
    { label: texts.view, submenu: viewItems(facts, actions) },
    { label: texts.station, submenu: stationItems(texts, actions) },
    {
      label: texts.help,
      submenu: [
        { label: texts.helpHere, accelerator: 'F1', click: () => actions.goTo(helpAddress) },
        { label: texts.driverHint, click: actions.showDriverHint },
        ...updateItems(facts, actions),
        ...(isMac ? [] : [separator, about]),
      ],
    },
  ]
}

const helpAddress = '#/help'
const separator: MenuItemConstructorOptions = { type: 'separator' }

function editItems(texts: DesktopTexts): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: texts.undo },
    { role: 'redo', label: texts.redo },
    separator,
    { role: 'cut', label: texts.cut },
    { role: 'copy', label: texts.copy },
    { role: 'paste', label: texts.paste },
    { role: 'selectAll', label: texts.selectAll },
  ]
}

function viewItems(
  { texts, isKiosk, mayUseDevTools }: MenuFacts,
  { setKiosk }: MenuActions,
): MenuItemConstructorOptions[] {
  return [
    { role: 'reload', label: texts.reload },
    separator,
    { role: 'zoomIn', label: texts.zoomIn },
    { role: 'zoomOut', label: texts.zoomOut },
    { role: 'resetZoom', label: texts.zoomReset },
    separator,
    { role: 'togglefullscreen', label: texts.fullScreen },
    {
      label: texts.kiosk,
      type: 'checkbox',
      checked: isKiosk,
      accelerator: 'CommandOrControl+Shift+K',
      click: ({ checked }) => setKiosk(checked),
    },
    ...(mayUseDevTools ? [separator, { role: 'toggleDevTools' as const, label: texts.devTools }] : []),
  ]
}

function stationItems(texts: DesktopTexts, actions: MenuActions): MenuItemConstructorOptions[] {
  const screenItem = (screen: Screen, index: number): MenuItemConstructorOptions => ({
    label: texts[screen],
    accelerator: `CommandOrControl+${index + 1}`,
    click: () => actions.goTo(`#/${screen}`),
  })
  return [
    ...screens.map(screenItem),
    separator,
    { label: texts.logFolder, click: actions.openLogFolder },
    { label: texts.dataFolder, click: actions.openDataFolder },
  ]
}

function updateItems({ update }: MenuFacts, actions: MenuActions): MenuItemConstructorOptions[] {
  if (update === null) return []
  const { label, act } = update
  return [separator, act === null ? { label, enabled: false } : { label, click: () => actions.update(act) }]
}
