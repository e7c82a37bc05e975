// What has to be corrected in a connection before it can be saved: the contract's rules, and what no schema can know.
// Pure.
import type { XlinkCredential } from '../../../../preload/contract/connection.ts'
import type { ConnectionKind } from '../../../../preload/contract/connection-facts.ts'
import type { FieldProblem } from '../field-problem.ts'
import type { ConnectionDraft, ConnectionField } from './connection-draft.ts'

const requiredOf: Record<ConnectionKind, readonly ConnectionField[]> = {
  xlink: [],
  living: ['appKey'],
  'iot-rpc': ['accessKeyId'],
}
const requiredOfCredential: Record<XlinkCredential['kind'], readonly ConnectionField[]> = {
  token: [],
  corpAccount: ['account'],
  accessKey: ['accessKeyId'],
  device: ['loginProductId', 'loginMac'],
}

export function connectionProblemsOf(draft: ConnectionDraft): Partial<Record<ConnectionField, FieldProblem>> {
  const problems: Partial<Record<ConnectionField, FieldProblem>> = {}
  const put = (field: ConnectionField, problem: FieldProblem | null) => {
    if (problem) problems[field] = problem
  }
  const required: readonly ConnectionField[] = [
    'baseUrl',
    ...requiredOf[draft.kind],
    ...(draft.kind === 'xlink' ? requiredOfCredential[draft.credentialKind] : []),
  ]
  put('baseUrl', urlProblem(draft.baseUrl.trim()))
  put('proxyUrl', urlProblem(draft.proxyUrl.trim()))
  put('pathSuffix', /^(\/[\w.~-]+)*$/.test(draft.pathSuffix.trim()) ? null : 'pathInvalid')
  put('extraQuery', queryProblem(draft.extraQuery.trim()))
  put('timeoutMs', timeoutProblem(draft.timeoutMs.trim()))
  put('caPem', pemProblem(draft.caPem.trim()))
  for (const field of required) if (draft[field].trim() === '') put(field, 'required')
  return problems
}

/** Settings are shown and exported, so a user and a password may not hide in an address. */
function urlProblem(text: string): FieldProblem | null {
  if (text === '') return null
  if (!/^https?:\/\/./i.test(text) || !URL.canParse(text)) return 'urlInvalid'
  const { username, password } = new URL(text)
  return username === '' && password === '' ? null : 'urlSecrets'
}

function queryProblem(text: string): FieldProblem | null {
  const pairs = [...new URLSearchParams(text)]
  const names = new Set(pairs.map(([name]) => name))
  const right = pairs.every(([name, value]) => name !== '' && name.length <= 60 && value.length <= 200)
  return right && names.size === pairs.length ? null : 'queryInvalid'
}

function timeoutProblem(text: string): FieldProblem | null {
  if (text === '') return null
  return /^\d{3,6}$/.test(text) && Number(text) >= 100 && Number(text) <= 300_000 ? null : 'timeoutInvalid'
}

/** Certificates and nothing else: a private key does not belong into the settings. */
function pemProblem(text: string): FieldProblem | null {
  const blocks = text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----[A-Za-z0-9+/=\s]+-----END \1-----\s*/g)
  let rest = text
  for (const [block, label] of blocks) {
    if (label !== 'CERTIFICATE') return 'pemInvalid'
    rest = rest.replace(block, '')
  }
  return rest.includes('-----') || (text !== '' && rest === text) ? 'pemInvalid' : null
}
