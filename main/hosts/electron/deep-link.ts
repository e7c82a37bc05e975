// `flashline://open/<screen>[/<id>]` moves the page to a screen. Whoever can show a person a link can send this, so it
// names a place and does nothing.
import { screens } from '../../../preload/contract/index.ts'
import { scheme } from './ui-scheme.ts'

/** Ids of records, tasks, units and lots; no percent signs, so that nothing is hidden in one. */
const idPattern = /^[A-Za-z0-9._:-]{1,100}$/
const longestLink = 300

export function isLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${scheme}:`)
}

/** The page's address behind `#`, or null for anything that is not exactly such a link. Pure. */
export function addressOfLink(link: string): string | null {
  if (link.length > longestLink || !URL.canParse(link)) return null
  const { protocol, host, pathname, search, hash, username, port } = new URL(link)
  if (protocol !== `${scheme}:` || host !== 'open' || search + hash + username + port !== '') return null
  // A browser adds a slash at the end of a link that has none.
  const [, screen, ...ids] = pathname.replace(/\/$/, '').split('/')
  if (!screens.some((known) => known === screen) || ids.length > 2) return null
  if (!ids.every((id) => idPattern.test(id))) return null
  return `#/${[screen, ...ids].join('/')}`
}
