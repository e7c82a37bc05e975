// What the page and the desktop around it both know of the screens: their names in the address, and how the window is
// called in each language. Data only. By the title the desktop learns which language the page speaks just now: the page
// needs no second line to it.
import { type Language, languages } from './error-texts.ts'

/** `#/<screen>`, in the order of the rail. */
export const screens = [
  'bench',
  'tasks',
  'firmware',
  'devices',
  'lan',
  'history',
  'statistics',
  'settings',
] as const
export type Screen = (typeof screens)[number]

export const windowTitles: Readonly<Record<Language, string>> = {
  en: 'Flashline',
  'zh-CN': 'Flashline 烧录工作站',
}

/** Null: not one of ours. */
export function languageOfTitle(title: string): Language | null {
  return languages.find((language) => windowTitles[language] === title) ?? null
}

/** Where a file that the desktop opened is fetched, once, and the header that carries its name, percent-encoded. */
export const openedFiles = { folder: '/opened/', nameHeader: 'x-file-name' } as const
/** `#/firmware/opened/<token>,<token>`: the page is to take those files in. */
export const openedAddress = '#/firmware/opened/'
