// Where in a JSON text what stands: line and column of each value, of the first syntax error, of keys that come twice.
// JSON.parse() makes the values; its message is no place to rely on. Source of the grammar: RFC 8259. Pure.

export type JsonPath = readonly PropertyKey[]

export interface JsonPlace {
  /** Counted from 1. */
  readonly line: number
  /** In characters, counted from 1. */
  readonly column: number
}

/** Deeper than any profile; a scanner that calls itself must end. */
const maxDepth = 64

const space = /[ \t\n\r]*/y
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON allows them in no string
const openString = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y

class Fault {
  readonly offset: number
  constructor(offset: number) {
    this.offset = offset
  }
}

export class JsonPlaces {
  /** What stands where the text stops being JSON (or is too deep), and where; null when all of it is. */
  readonly fault: (JsonPlace & { readonly found: string }) | null
  /** Keys that came before in the same object. */
  readonly duplicates: readonly (JsonPlace & { readonly path: JsonPath })[]
  readonly #text: string
  readonly #offsets = new Map<string, number>()
  readonly #twice: { path: JsonPath; offset: number }[] = []
  #at = 0

  constructor(text: string) {
    this.#text = text
    this.fault = this.#scan()
    this.duplicates = this.#twice.map(({ path, offset }) => ({ path, ...this.#place(offset) }))
  }

  /** Of the key or list item at the end of the path, or of the nearest one around it that is there. */
  placeOf(path: JsonPath): JsonPlace {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = this.#offsets.get(keyOf(path.slice(0, length)))
      if (offset !== undefined) return this.#place(offset)
    }
    return this.#place(this.#offsets.get(keyOf([])) ?? 0)
  }

  #place(offset: number): JsonPlace {
    const before = this.#text.slice(0, offset)
    return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
  }

  #scan(): JsonPlaces['fault'] {
    try {
      this.#value([])
      this.#skipSpace()
      if (this.#at < this.#text.length) throw new Fault(this.#at)
      return null
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const { offset } = error
      return { ...this.#place(offset), found: this.#text.slice(offset, offset + 1) }
    }
  }

  #value(path: JsonPath): void {
    this.#skipSpace()
    // Of a property, its key is the place.
    const key = keyOf(path)
    if (!this.#offsets.has(key)) this.#offsets.set(key, this.#at)
    if (path.length > maxDepth) throw new Fault(this.#at)
    const first = this.#text[this.#at]
    if (first === '{') this.#list('}', (seen) => this.#member(path, seen))
    else if (first === '[') this.#list(']', (_, index) => this.#value([...path, index]))
    else if (first === '"') this.#string()
    else if (this.#match(scalar) === '') throw new Fault(this.#at)
  }

  #list(end: string, item: (seen: Set<string>, index: number) => void): void {
    const seen = new Set<string>()
    this.#at += 1
    this.#skipSpace()
    if (this.#text[this.#at] === end) {
      this.#at += 1
      return
    }
    for (let index = 0; ; index += 1) {
      item(seen, index)
      this.#skipSpace()
      const next = this.#text[this.#at]
      if (next !== ',' && next !== end) throw new Fault(this.#at)
      this.#at += 1
      if (next === end) return
    }
  }

  #member(path: JsonPath, seen: Set<string>): void {
    this.#skipSpace()
    const offset = this.#at
    if (this.#text[offset] !== '"') throw new Fault(offset)
    const name = this.#string()
    const inside = [...path, name]
    if (seen.has(name)) this.#twice.push({ path: inside, offset })
    seen.add(name)
    // The last one of two is the one that counts.
    this.#offsets.set(keyOf(inside), offset)
    this.#skipSpace()
    if (this.#text[this.#at] !== ':') throw new Fault(this.#at)
    this.#at += 1
    this.#value(inside)
  }

  #string(): string {
    const start = this.#at
    this.#match(openString)
    if (this.#text[this.#at] !== '"') throw new Fault(this.#at)
    this.#at += 1
    return String(JSON.parse(this.#text.slice(start, this.#at)))
  }

  #skipSpace(): void {
    this.#match(space)
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at
    const [found = ''] = pattern.exec(this.#text) ?? []
    this.#at += found.length
    return found
  }
}

const keyOf = (path: JsonPath): string => JSON.stringify(path.map(String))
