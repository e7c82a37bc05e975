// What the RPC calls answer: JSON, or XML for callers that ask for it; names in camel or Pascal case; and what the gateway
// before them refuses, with an HTTP status of its own. Source: the vendor's pages on returned data and common errors.
import { STATUS_CODES } from 'node:http'

/** Refused before the call itself was asked. A call's own failures are answers with `success` false. */
export class RpcRefusal extends Error {
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message = STATUS_CODES[status] ?? '') {
    super(message)
    this.name = 'RpcRefusal'
    this.status = status
    this.code = code
  }
}

export type RpcValue = string | number | boolean | readonly RpcValue[] | { readonly [name: string]: RpcValue }

/** Every name with a capital first letter. */
export function inPascalCase(value: RpcValue): RpcValue {
  if (isList(value)) return value.map(inPascalCase)
  if (typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name.slice(0, 1).toUpperCase() + name.slice(1),
      inPascalCase(inner),
    ]),
  )
}

/** A list is its element, repeated. */
export function asXml(root: string, value: RpcValue): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${element(root, value)}`
}

function element(name: string, value: RpcValue): string {
  if (isList(value)) return value.map((item) => element(name, item)).join('')
  const inner =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, content]) => element(key, content))
          .join('')
      : escapeXml(String(value))
  return `<${name}>${inner}</${name}>`
}

const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }

/** XML has no way to write most control characters; they are left out. */
function escapeXml(text: string): string {
  const writable = Array.from(text.toWellFormed()).filter(
    (character) => character >= ' ' || character === '\n',
  )
  return writable.join('').replace(/[<>&"]/g, (character) => entities[character] ?? character)
}

function isList(value: RpcValue): value is readonly RpcValue[] {
  return Array.isArray(value)
}
