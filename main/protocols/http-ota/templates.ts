// Which names the templates of a profile may have, and the first one that has no value. Pure. Not here: filling them in
// (lan/device-http.ts).
import { missingName } from '../console/template.ts'
import type { Image } from '../protocol.ts'
import type { HttpOtaOptions } from './options.ts'

const always = new Set(['ip', 'userName', 'password'])
const withImage = new Set([...always, 'size', 'md5', 'sha256', 'fileName'])

/** What `{name}` is for this image. */
export function imageValues({ fileName, sizeBytes, md5, sha256 }: Image): Readonly<Record<string, string>> {
  return { size: String(sizeBytes), md5, sha256, fileName }
}

export interface TemplateMistake {
  readonly path: (string | number)[]
  readonly found: string
}

/** Null: there is none. */
export function templateMistake(options: HttpOtaOptions): TemplateMistake | null {
  const { version, capacity, loginPath } = options
  const early = [
    ...textsOf(['headers'], options.headers),
    ...textOf(['loginPath'], loginPath),
    ...textOf(['capacity', 'path'], capacity?.path),
    ...textOf(['version', 'path'], version?.path),
    ...textsOf(['version', 'headers'], version?.headers),
  ]
  return firstMissing(early, always) ?? firstMissing(imageTexts(options), withImage)
}

/** Everything that is sent when the image is known. */
export function imageTexts({ path, uploadHeaders, fields, before, restart }: HttpOtaOptions): Text[] {
  const calls = restart === null ? before : [...before, restart]
  return [
    ...textOf(['path'], path),
    ...textsOf(['uploadHeaders'], uploadHeaders),
    ...textsOf(['fields'], fields),
    ...calls.flatMap((call, index) => {
      const at = index < before.length ? ['before', index] : ['restart']
      return [...textOf([...at, 'path'], call.path), ...textOf([...at, 'body'], call.body)]
    }),
  ]
}

interface Text {
  readonly path: (string | number)[]
  readonly text: string
}

function firstMissing(texts: readonly Text[], known: ReadonlySet<string>): TemplateMistake | null {
  for (const { path, text } of texts) {
    const found = missingName(text, known)
    if (found !== null) return { path, found }
  }
  return null
}

function textOf(path: (string | number)[], text: string | null | undefined): Text[] {
  return text == null ? [] : [{ path, text }]
}

function textsOf(path: (string | number)[], texts: Readonly<Record<string, string>> = {}): Text[] {
  return Object.entries(texts).map(([name, text]) => ({ path: [...path, name], text }))
}
