// Hides what is secret in a request before the journal keeps it. Pure. By name: headers, query, JSON and form bodies.
import { isSecretName } from '../clouds/line/redact.ts'

const HIDDEN = '(set)'
const MAX_DEPTH = 10

/** `sign` is what the links to firmware files carry. */
const isSecret = (name: string) => name === 'sign' || isSecretName(name)

export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecret(name) ? HIDDEN : String(value)]),
  )
}

export function redactPath(path: string): string {
  return path.replaceAll(/([?&])([^=&]{1,100})=[^&]*/g, (part, before: string, name: string) =>
    isSecret(name) ? `${before}${name}=${HIDDEN}` : part,
  )
}

/** A copy of what was parsed; bytes and streams, and what is deeper than any real body, are left out. */
export function redactBody(body: unknown, depth = 0): unknown {
  if (typeof body !== 'object' || body === null) return body
  if (depth === MAX_DEPTH) return '(deep)'
  if (Array.isArray(body)) return body.map((item) => redactBody(item, depth + 1))
  const isForm = body instanceof URLSearchParams
  if (!isForm && Object.getPrototypeOf(body) !== Object.prototype) return '(bytes)'
  const entries = isForm ? [...body] : Object.entries(body)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, isSecret(name) ? HIDDEN : redactBody(value, depth + 1)]),
  )
}
