// The places of JSON against the engine's own parser: both agree on what is JSON, whatever is cut out of it or put in.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JsonPlaces } from '../../main/profiles/json-places.ts'
import { fuzzTimeoutMs, runs } from '../runs.ts'

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test(
  'finds a fault exactly where the parser finds one, and all of its places in the text',
  () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\u12',
      '-',
      '1.',
      'e',
      'tru',
      '\n',
      ' ',
      '\0',
    )
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 4 }),
        fc.nat(),
        fc.nat(3),
        fc.oneof(fc.constant(''), part, fc.string({ maxLength: 3 })),
        (json, at, cutChars, inserted) => {
          const from = at % (json.length + 1)
          const text = json.slice(0, from) + inserted + json.slice(from + cutChars)
          const { fault, placeOf, duplicates } = bound(new JsonPlaces(text))
          expect(fault === null).toBe(isJson(text))
          if (fault) {
            const line = text.split('\n')[fault.line - 1] ?? ''
            expect(fault.column).toBeLessThanOrEqual(line.length + 1)
            // What stands before it can still become JSON: the fault is where it goes wrong, not later.
            expect(fault.found.length).toBeLessThanOrEqual(1)
          }
          for (const { path, line, column } of duplicates) {
            expect(path.length).toBeGreaterThan(0)
            expect(text.split('\n')[line - 1]?.[column - 1]).toBe('"')
          }
          const root = placeOf([])
          expect(root.line).toBeGreaterThan(0)
        },
      ),
      runs(500),
    )
  },
  fuzzTimeoutMs,
)

function bound(places: JsonPlaces) {
  return {
    fault: places.fault,
    duplicates: places.duplicates,
    placeOf: (path: readonly PropertyKey[]) => places.placeOf(path),
  }
}
