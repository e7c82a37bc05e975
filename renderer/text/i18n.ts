// The language of the screens: chosen by hand and remembered, else the browser's. Starts i18next with both languages
// inside the bundle, so no sentence ever waits for a download.
import i18next, { type i18n } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { type Language, languages } from '../../preload/contract/error-texts.ts'
import { windowTitles } from '../../preload/contract/screens.ts'
import { en } from './en.ts'
import { zhCn } from './zh-cn.ts'

const storageKey = 'flashline.language'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/** What the person chose before, else the first language of the browser that we speak. Pure. */
export function chooseLanguage(stored: string | null, preferred: readonly string[]): Language {
  const known = languages.find((language) => language === stored)
  if (known) return known
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN'
    if (/^en\b/i.test(tag)) return 'en'
  }
  return 'en'
}

export async function startTexts(): Promise<i18n> {
  const language = chooseLanguage(readStored(), navigator.languages)
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    // React escapes.
    interpolation: { escapeValue: false },
  })
  nameDocument(language)
  return i18next
}

export async function setLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storageKey, language)
  } catch {
    // A browser that stores nothing still changes the language for now.
  }
  nameDocument(language)
  await i18next.changeLanguage(language)
}

/** The desktop around the page follows the title. */
function nameDocument(language: Language): void {
  document.documentElement.lang = language
  document.title = windowTitles[language]
}

/** The sentences and the language they are in. */
export function useTexts() {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'zh-CN' ? 'zh-CN' : 'en'
  return { t, language }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(storageKey)
  } catch {
    return null
  }
}
