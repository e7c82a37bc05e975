// The language of the command line, as POSIX says it.
import type { Language } from '../../../preload/contract/index.ts'

/** LC_ALL wins over LC_MESSAGES over LANG. */
export function cliLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env.LC_ALL || env.LC_MESSAGES || env.LANG || ''
  return /^zh/i.test(locale) ? 'zh-CN' : 'en'
}
