// Between what a person types into one line and the value it stands for. What cannot be read stays the text it is: the
// station's check says what is wrong with it. Pure.
import { isObject } from './json-draft.ts'
import type { NumberShape, TextShape } from './schema-fields.ts'

/** Undefined: the field was emptied. */
export interface TypedValue {
  readonly write: (value: unknown) => string
  readonly read: (typed: string) => unknown
}

const names: Readonly<Record<string, string>> = { '\r': '\\r', '\n': '\\n', '\t': '\\t', '\\': '\\\\' }

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is written out
const controls = /[\u0000-\u001f\u007f\\]/g

/** `reset\r` for what ends with a carriage return: a line shows no control characters. */
export const escapedText: TypedValue = {
  write: (value) =>
    String(value ?? '').replace(
      controls,
      (one) => names[one] ?? `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`,
    ),
  read: (typed) =>
    nothing(
      typed.replace(/\\(?:([rnt\\])|x([0-9a-fA-F]{2}))/g, (_, letter?: string, hex?: string) => {
        if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16))
        return Object.keys(names).find((one) => names[one] === `\\${letter}`) ?? ''
      }),
    ),
}

export const plainText: TypedValue = { write: (value) => String(value ?? ''), read: nothing }

/** `0x10000` may be typed for 65536. */
export const typedNumber: TypedValue = {
  write: (value) => String(value ?? ''),
  read: (typed) => nothing(typed.trim(), numberOrText),
}

export function typedList(item: TextShape | NumberShape): TypedValue {
  return {
    write: (value) => (Array.isArray(value) ? value.join(', ') : ''),
    read: (typed) => {
      const words = typed.split(/[\s,，、;；]+/).filter((word) => word !== '')
      if (words.length === 0) return undefined
      return item.kind === 'number' ? words.map(numberOrText) : words
    },
  }
}

/** One `name=text` per line. */
export const typedRecord: TypedValue = {
  write: (value) =>
    Object.entries(isObject(value) ? value : {})
      .map(([name, text]) => `${name}=${text}`)
      .join('\n'),
  read: (typed) => {
    const lines = typed.split('\n').filter((line) => line.trim() !== '')
    if (lines.length === 0) return undefined
    return Object.fromEntries(
      lines.map((line) => {
        const [name = '', ...text] = line.split('=')
        return [name.trim(), text.join('=')]
      }),
    )
  },
}

function numberOrText(word: string): number | string {
  return /^(?:-?\d+(?:\.\d+)?|0x[0-9a-f]+)$/i.test(word) && Number.isSafeInteger(Math.trunc(Number(word)))
    ? Number(word)
    : word
}

function nothing(typed: string, read: (typed: string) => unknown = (text) => text): unknown {
  return typed === '' ? undefined : read(typed)
}
