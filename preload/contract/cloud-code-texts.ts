// What a cloud's own error code means, in both languages: sentences that say more than those of our own code. For errors
// whose context names the `cloud` and its `cloudCode`, or an XLINK `reason`. No validation library: screens bundle this.
import { cloudCodeTextsEn } from './cloud-code-texts-en.ts'
import { cloudCodeTextsZhCn } from './cloud-code-texts-zh-cn.ts'
import {
  type CloudMeaning,
  iotRpcCodes,
  livingCodes,
  type Meanings,
  xlinkCodes,
  xlinkReasons,
} from './cloud-codes.ts'
import type { ErrorText, Language } from './error-texts.ts'
import type { ErrorCode, ErrorContext } from './errors.ts'

const texts: Readonly<Record<Language, Record<CloudMeaning, ErrorText>>> = {
  en: cloudCodeTextsEn,
  'zh-CN': cloudCodeTextsZhCn,
}

/** Those that a refusal of a cloud may stand behind. */
const refusals: ReadonlySet<ErrorCode> = new Set([
  'CLOUD_REFUSED',
  'CLOUD_FORBIDDEN',
  'CLOUD_TOKEN',
  'CLOUD_CREDENTIALS',
  'CLOUD_SIGNATURE',
  'CLOUD_CLOCK',
  'CLOUD_BUSY',
  'CLOUD_SERVER',
])

/** The sentences with their placeholders; null when the cloud's code says nothing that we know. */
export function cloudCodeText(
  error: { readonly code: ErrorCode; readonly context: ErrorContext },
  language: Language,
): ErrorText | null {
  const meaning = refusals.has(error.code) ? meaningOf(error.context) : null
  if (meaning === null) return null
  const { title, remedy } = texts[language][meaning]
  // Whoever asks the cloud's operator needs its own number.
  return { title: title + (language === 'en' ? '[ ({cloudCode})]' : '[（{cloudCode}）]'), remedy }
}

function meaningOf({ cloud, cloudCode, reason }: ErrorContext): CloudMeaning | null {
  const code = String(cloudCode ?? '').trim()
  if (cloud === 'xlink') return find(xlinkReasons, String(reason ?? '')) ?? find(xlinkCodes, code)
  if (cloud === 'living') return findBeginning(livingCodes, code)
  if (cloud !== 'iot-rpc') return null
  // The parameter is part of the name: MissingProductKey.
  return (
    findBeginning(iotRpcCodes, code) ?? (/^Missing[A-Z]/.test(code) ? iotRpcCodes.MissingParameter : null)
  )
}

/** The whole name, else the longest beginning of it that is known: what follows is a detail. */
function findBeginning(meanings: Meanings, name: string): CloudMeaning | null {
  for (let rest = name; rest !== ''; rest = rest.replace(/(^|[^\w-]+)[\w-]*$/, '')) {
    const meaning = find(meanings, rest)
    if (meaning !== null) return meaning
  }
  return null
}

function find(meanings: Meanings, name: string): CloudMeaning | null {
  return Object.hasOwn(meanings, name) ? (meanings[name] ?? null) : null
}
