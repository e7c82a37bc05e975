// Where the requests of a line go: the connection's base address, its suffix and its extra query put together with what a
// call wants. Pure. Nothing is normalised: signatures were made over exactly these characters.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { LineOptions, LineRequest } from './line.ts'

export interface LineAddress {
  /** `https://host:port`, the port only where it is not the usual one. */
  readonly origin: string
  /** Path and query as they stand on the wire. */
  pathOf(request: Pick<LineRequest, 'path' | 'query'>): string
}

/** INPUT_INVALID {field} when the base address is none of http or https. */
export function readAddress(
  options: Pick<LineOptions, 'baseUrl' | 'pathSuffix' | 'extraQuery'>,
): LineAddress {
  const base = URL.canParse(options.baseUrl) ? new URL(options.baseUrl) : null
  if (base === null || !/^https?:$/.test(base.protocol))
    throw new FlashlineError('INPUT_INVALID', { field: 'baseUrl', example: 'https://api2.xlink.cn' })
  const prefix = base.pathname.replace(/\/+$/, '')
  return {
    origin: base.origin,
    pathOf({ path, query = [] }) {
      const pairs = [...query, ...Object.entries(options.extraQuery)]
        .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
        .join('&')
      return prefix + path + options.pathSuffix + (pairs === '' ? '' : `?${pairs}`)
    },
  }
}

/** RFC 3986: all but letters, digits and `-._~` as `%XX` of the UTF-8 bytes, a space as `%20`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
