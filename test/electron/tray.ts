// Stands in for Electron's tray and its images. A system without a tray: `Tray.available = false`.
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import type * as Electron from 'electron'
import type { Menu } from './menu.ts'

class StandInImage implements Pick<Electron.NativeImage, 'isEmpty' | 'isTemplateImage' | 'setTemplateImage'> {
  readonly path: string | null
  #template = false
  constructor(path: string | null) {
    this.path = path
  }
  isEmpty(): boolean {
    return this.path === null || !existsSync(this.path)
  }
  setTemplateImage(on: boolean): void {
    this.#template = on
  }
  isTemplateImage(): boolean {
    return this.#template
  }
  resize(): StandInImage {
    return this
  }
}

type Images = typeof Electron.nativeImage
export const nativeImage = {
  createEmpty: () => new StandInImage(null),
  createFromPath: (...[path]: Parameters<Images['createFromPath']>) => new StandInImage(path),
} satisfies Partial<Record<keyof Images, (...given: never[]) => StandInImage>>

export class Tray
  extends EventEmitter
  implements Pick<Electron.Tray, 'destroy' | 'isDestroyed' | 'setTitle' | 'setToolTip'>
{
  static opened: Tray[] = []
  static available = true
  image: StandInImage | string
  toolTip = ''
  title = ''
  menu: Menu | null = null
  #destroyed = false

  constructor(image: StandInImage | string) {
    super()
    if (!Tray.available) throw new Error('there is no tray')
    this.image = image
    Tray.opened.push(this)
  }
  setImage(image: StandInImage | string): void {
    this.image = image
  }
  setToolTip(toolTip: string): void {
    this.toolTip = toolTip
  }
  setTitle(title: string): void {
    this.title = title
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu
  }
  popUpContextMenu(): void {
    this.menu?.popup()
  }
  destroy(): void {
    this.#destroyed = true
  }
  isDestroyed(): boolean {
    return this.#destroyed
  }
}
