// Stands in for Electron's menus: a tree that a test can search and click.
import { EventEmitter } from 'node:events'
import type * as Electron from 'electron'

export class StandInMenuItem
  implements Pick<Electron.MenuItem, 'checked' | 'enabled' | 'id' | 'label' | 'type' | 'visible'>
{
  readonly id: string
  readonly type: Electron.MenuItem['type']
  readonly role: Electron.MenuItemConstructorOptions['role'] | undefined
  readonly submenu: Menu | null
  label: string
  enabled: boolean
  checked: boolean
  visible: boolean
  readonly options: Electron.MenuItemConstructorOptions

  constructor(options: Electron.MenuItemConstructorOptions) {
    this.options = options
    this.id = options.id ?? ''
    this.role = options.role
    this.label = options.label ?? options.role ?? ''
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal')
    this.enabled = options.enabled ?? true
    this.checked = options.checked ?? false
    this.visible = options.visible ?? true
    this.submenu = Array.isArray(options.submenu) ? Menu.buildFromTemplate(options.submenu) : null
  }
  /** As a person does. */
  click(): void {
    if (!this.enabled || !this.visible) throw new Error(`${this.label} cannot be clicked`)
    if (this.type === 'checkbox') this.checked = !this.checked
    const click = this.options.click as ((...given: unknown[]) => void) | undefined
    click?.(this, undefined, {})
  }
}

export class Menu extends EventEmitter implements Pick<Electron.Menu, 'closePopup' | 'popup'> {
  items: StandInMenuItem[] = []
  poppedUp = 0
  static #application: Menu | null = null

  popup(): void {
    this.poppedUp += 1
  }
  closePopup(): void {}
  append(item: StandInMenuItem): void {
    this.items.push(item)
  }
  getMenuItemById(id: string): StandInMenuItem | null {
    return this.all().find((item) => item.id === id) ?? null
  }
  /** Every item below, in the order they are read. */
  all(): StandInMenuItem[] {
    return this.items.flatMap((item) => [item, ...(item.submenu?.all() ?? [])])
  }
  /** The one item with this label, anywhere below. */
  find(label: string): StandInMenuItem {
    const [found, another] = this.all().filter((item) => item.label === label)
    if (found === undefined || another !== undefined) {
      throw new Error(`${found ? 'several' : 'no'} items: ${label}`)
    }
    return found
  }

  static setApplicationMenu(menu: Menu | null): void {
    Menu.#application = menu
  }
  static getApplicationMenu(): Menu | null {
    return Menu.#application
  }
  static buildFromTemplate(template: Electron.MenuItemConstructorOptions[]): Menu {
    const menu = new Menu()
    menu.items = template.map((options) => new StandInMenuItem(options))
    return menu
  }
}
export const MenuItem = StandInMenuItem
