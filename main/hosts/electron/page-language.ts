// Which language the desktop speaks: the page's, which it tells by its title (preload/contract/screens.ts); the system's
// until the page has come.
import type { BrowserWindow } from 'electron'
import { type Language, languageOfTitle } from '../../../preload/contract/index.ts'
import { type DesktopTexts, desktopTexts } from './desktop-texts.ts'

export interface PageLanguage {
  readonly language: Language
  readonly texts: DesktopTexts
  listen(listener: () => void): void
}

export function systemLanguage(locale: string): Language {
  return locale.startsWith('zh') ? 'zh-CN' : 'en'
}

export function followPageLanguage(window: BrowserWindow, first: Language): PageLanguage {
  let language = first
  const listeners: (() => void)[] = []
  window.on('page-title-updated', (event, title) => {
    const said = languageOfTitle(title)
    // The window is called as the page says, and nothing else that a page could think of.
    if (said === null) return event.preventDefault()
    if (said === language) return
    language = said
    for (const listener of listeners) listener()
  })
  return {
    get language() {
      return language
    },
    get texts() {
      return desktopTexts[language]
    },
    listen: (listener) => void listeners.push(listener),
  }
}
