// Takes secrets out of what is logged: known values wherever they stand and however they are written, and the values of
// names that are known to carry one, in JSON, in forms and queries, and in header lines. Pure. Errs towards hiding.
import { percentEncode } from './address.ts'

const HIDDEN = '***'
/** Shorter ones would tear holes into innocent text. */
const SECRET_MIN_CHARS = 4

/** Without case, hyphens and underscores. */
const secretNames: ReadonlySet<string> = new Set([
  'accesstoken',
  'refreshtoken',
  'iottoken',
  'cloudtoken',
  'token',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'xcasignature',
  'signature',
  'accesskeysecret',
  'appsecret',
  'secret',
  'password',
  'authorizecode',
  'activecode',
  'pin',
  'newpin',
  'clientkey',
  'proxypassword',
  'xflashlinesession',
])

/** However it is written: `Access-Token`, `access_token`, `accessToken`. */
export function isSecretName(name: string): boolean {
  return secretNames.has(name.toLowerCase().replace(/[-_]/g, ''))
}

const jsonPair = /("([\w.-]{1,60})"\s*:\s*)(?:"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[\w.+-]+)/g
const formPair = /(?<![\w.%-])(([\w.-]{1,60})=)[^&\s"']+/g
const headerLine = /^(([\w-]{1,60}):[ \t]*)\S.*$/gm

/** The known values alone. */
export function hideValues(text: string, secrets: readonly string[]): string {
  return (
    secrets
      .filter((secret) => secret.length >= SECRET_MIN_CHARS)
      .flatMap(spellings)
      // A longer one may contain a shorter one.
      .sort((a, b) => b.length - a.length)
      .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
  )
}

export function redact(text: string, secrets: readonly string[]): string {
  const hide = (hidden: string) => (whole: string, before: string, name: string) =>
    isSecretName(name) ? before + hidden : whole
  return hideValues(text, secrets)
    .replace(jsonPair, hide(`"${HIDDEN}"`))
    .replace(formPair, hide(HIDDEN))
    .replace(headerLine, hide(HIDDEN))
}

/** As it is, and as addresses, forms and JSON write it, also JSON that repeats JSON in one of its texts. */
function spellings(secret: string): string[] {
  const written = secret.toWellFormed()
  return [
    secret,
    percentEncode(secret),
    encodeURIComponent(written),
    new URLSearchParams([['', written]]).toString().slice(1),
    jsonText(secret),
    jsonText(jsonText(secret)),
  ]
}

function jsonText(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
