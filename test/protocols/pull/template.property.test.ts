// Whatever a version, a name or a URL holds, it stays inside the place that it was put in.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  fillPayload,
  fillText,
  fillTopic,
  type PullFacts,
  plainValues,
  pullValues,
} from '../../../main/protocols/pull/template.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { runs } from '../../runs.ts'

const facts: PullFacts = {
  url: 'http://10.0.0.2:8080/t0k-en_/firmware.bin',
  ...{
    host: '10.0.0.2',
    port: 8080,
    path: 't0k-en_/firmware.bin',
    fileName: 'firmware.bin',
    sizeBytes: 4096,
  },
  ...{
    md5: 'd41d8cd98f00b204e9800998ecf8427e',
    sha256: 'e3b0',
    version: '2.0.1',
    name: 'lamp',
    messageId: '77',
  },
}
const nasty = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '"',
    '\\',
    '","x":"',
    '1"}\n{"',
    '\r\nreboot',
    '; rm -rf /',
    '$(id)',
    '`id`',
    '+/#',
    '{url}',
    '{password}',
    ' ',
    '\u2028',
  ),
)

/** What it became; null: it was refused. */
function filled(fill: () => string): string | null {
  try {
    return fill()
  } catch (error) {
    if (error instanceof FlashlineError && error.code === 'PROFILE_INVALID') return null
    throw error
  }
}

test('every name', () => {
  const values = pullValues(facts, { productKey: 'a1' })
  expect(
    fillText(
      '{url} {urlEncoded} {host}:{port} /{path} {fileName} {size} {md5} {version} {name} {messageId} {productKey}',
      values,
    ),
  ).toBe(
    'http://10.0.0.2:8080/t0k-en_/firmware.bin http%3A%2F%2F10.0.0.2%3A8080%2Ft0k-en_%2Ffirmware.bin 10.0.0.2:8080 /t0k-en_/firmware.bin firmware.bin 4096 d41d8cd98f00b204e9800998ecf8427e 2.0.1 lamp 77 a1',
  )
  expect(filled(() => fillText('{nobody}', values))).toBeNull()
  expect(filled(() => fillText('{version}', pullValues({ ...facts, version: null }, {})))).toBeNull()
})

test('JSON is what it was made of, with numbers where a number alone is meant', () => {
  const values = pullValues(facts, {})
  const text = fillPayload({ a: ['{size}', { b: 'v{version} {size}' }], c: 1, d: null, e: '{port}' }, values)
  expect(JSON.parse(text)).toEqual({ a: [4096, { b: 'v2.0.1 4096' }], c: 1, d: null, e: 8080 })
})

test('JSON: any value arrives as it is, and nothing else does', () => {
  fc.assert(
    fc.property(nasty, nasty, (version, name) => {
      const text = fillPayload(
        { data: { version: '{version}', to: 'for {name}' } },
        pullValues({ ...facts, version, name }, {}),
      )
      expect(JSON.parse(text)).toEqual({ data: { version, to: `for ${name}` } })
      // One line, whatever it carries.
      expect(text).not.toMatch(/[\r\n]/)
    }),
    runs(500),
  )
})

test('a line: a value of plain characters, or none at all', () => {
  fc.assert(
    fc.property(nasty, (version) => {
      const values = pullValues({ ...facts, version }, {})
      const line = filled(() => fillText('ota {url} {version}', values))
      const words = line?.split(' ') ?? []
      if (line === null) expect(version).not.toMatch(/^[A-Za-z0-9.]+$/)
      else expect([words.length, words[2], /["'`$;|&<>(){}\\\s]/.test(version)]).toEqual([3, version, false])
      expect(Object.values(plainValues(values)).join('')).not.toMatch(/["'`$;|&<>(){}\\\s]/)
    }),
    runs(500),
  )
})

test('a topic: no further level, no wildcard', () => {
  fc.assert(
    fc.property(nasty, (name) => {
      const topic = filled(() => fillTopic('cmnd/{name}/Upgrade', pullValues({ ...facts, name }, {})))
      if (topic !== null) expect([topic.split('/').length, /[+#\s\0]/.test(topic)]).toEqual([3, false])
    }),
    runs(500),
  )
})
