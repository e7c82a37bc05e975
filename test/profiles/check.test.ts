// The mistakes of a profile: each with its place, line and column, several at once, bounded.
import { describe, expect, test } from 'vitest'
import { checkProfile } from '../../main/profiles/check.ts'
import { JsonPlaces } from '../../main/profiles/json-places.ts'
import { protocols } from '../../main/protocols/registry.ts'
import { languages, mistakeText, placeText, profileProblems } from '../../preload/contract/index.ts'

const optionsOf = (id: string) => protocols.get(id)?.options
const whole = { profileId: 'one', name: 'One', protocol: 'ymodem', model: 'ONE' }
const step = { expect: '^=> $' }
const board = { enter: [step], receive: [step] }

/** Place, line and column, problem of each mistake. */
function mistakesIn(text: string) {
  return checkProfile(text, optionsOf).mistakes.map(({ place, line, column, problem, facts }) => ({
    at: `${line}:${column}`,
    place,
    problem,
    facts,
  }))
}
const mistakesOf = (more: object) => mistakesIn(JSON.stringify({ ...whole, ...more }, null, 2))
const places = (more: object) => mistakesOf(more).map(({ place, problem }) => `${place} ${problem}`)

test('a whole profile has none, also behind a byte order mark', () => {
  expect(checkProfile(`\uFEFF${JSON.stringify(whole)}`, optionsOf)).toMatchObject({
    profileId: 'one',
    profile: { baudRate: 115_200 },
    data: whole,
    mistakes: [],
    total: 0,
  })
})

describe('text that is no JSON', () => {
  test.each([
    ['', '1:1', ''],
    ['{\n  "a": 1,\n  }', '3:3', '}'],
    ['{\n  "a": 1\n  "b": 2\n}', '3:3', '"'],
    ['{"a": tru}', '1:7', 't'],
    ['{"a": 01}', '1:8', '1'],
    ['{"a": "x\ny"}', '1:9', '\n'],
    ['{"a": "\\x"}', '1:8', '\\'],
    ["{'a': 1}", '1:2', "'"],
    ['{"a": 1} x', '1:10', 'x'],
    ['[1, 2', '1:6', ''],
    [`${'['.repeat(100)}`, '1:66', '['],
  ])('%j is wrong at %s', (text, at, found) => {
    expect(mistakesIn(text)).toEqual([{ at, place: '', problem: 'syntax', facts: { found } }])
  })

  test('too much of it is not looked at', () => {
    expect(mistakesIn(' '.repeat(300_000))).toMatchObject([{ problem: 'tooLong' }])
  })
})

describe('a place inside', () => {
  test('is written as people do, with line and column of the key or item', () => {
    const text = `{
  "profileId": "one", "name": "One", "protocol": "ymodem", "model": "ONE",
  "options": {
    "console": {
      "enter": [
        { "expect": "a" },
        { "expect": "b" },
        {   "expect": "(" }
      ],
      "receive": [{ "expect": "a", "timeoutMs": "5" }]
    }
  }
}`
    expect(mistakesIn(text)).toEqual([
      { at: '8:13', place: 'options.console.enter[2].expect', problem: 'notRegex', facts: {} },
      {
        at: '10:36',
        place: 'options.console.receive[0].timeoutMs',
        problem: 'type',
        facts: { expected: 'number' },
      },
    ])
  })

  test('with a name that is no word is quoted', () => {
    expect(placeText(['options', 'a b', 0, 'c-d'])).toBe('options["a b"][0].c-d')
  })

  test('that is missing is that of what it is missing in', () => {
    const found = new JsonPlaces('{\n "a": {}\n}').placeOf(['a', 'b', 'c'])
    expect(found).toEqual({ line: 2, column: 2 })
  })
})

test.each<[object, string[]]>([
  [{ colour: 'red', size: 1 }, ['colour unknownKey', 'size unknownKey']],
  [{ name: undefined, model: 'x'.repeat(21) }, ['name missing', 'model tooLong']],
  [{ name: '' }, ['name tooShort']],
  [{ profileId: 'One' }, ['profileId pattern']],
  [{ baudRate: 1 }, ['baudRate tooSmall']],
  [{ baudRate: 1e9 }, ['baudRate tooLarge']],
  [{ baudRate: 300.5 }, ['baudRate type']],
  [{ protocol: 'morse' }, ['protocol unknownProtocol']],
  [{ options: { blockSize: 512 } }, ['options.blockSize choice']],
  [{ options: { blokSize: 128 } }, ['options.blokSize unknownKey']],
  [{ options: [] }, ['options type']],
  [{ versionWeights: [] }, ['versionWeights tooShort']],
  [{ protocol: 'smp', options: { smpVersion: 3 } }, ['options.smpVersion choice']],
  [{ protocol: 'esp', options: { address: 5 } }, ['options.address type']],
  // Mistakes in the options do not hide those outside, nor the other way round.
  [{ name: 5, options: { maxRetries: -1 } }, ['name type', 'options.maxRetries tooSmall']],
  [{ identify: [{ expect: '(?<verison>.*)' }] }, ['identify noCapture', 'identify[0].expect unknownCapture']],
  [{ identify: [{ expect: '(?<mac>.*) (?<serial>.*)' }] }, ['identify[0].expect unknownCapture']],
  [{ identify: [step, { expect: '(?<version>.*)' }], confirm: [step] }, ['confirm noCapture']],
  [
    { options: { console: { ...board, reset: [{ ...step, send: '{ram}' }] } } },
    ['options.console.reset[0].send noValue'],
  ],
  [{ options: { console: { ...board, capacity: [step] } } }, ['options.console.capacity noCapture']],
  [{ options: { console: { ...board, values: { 'a b': 'x' } } } }, ['options.console.values["a b"] pattern']],
])('%j', (more, expected) => {
  expect(places(more)).toEqual(expected)
})

test('a key that comes twice is told at the second', () => {
  const text = JSON.stringify(whole).replace('{', '{"name": "Other",\n')
  expect(mistakesIn(text)).toEqual([{ at: '2:19', place: 'name', problem: 'duplicateKey', facts: {} }])
})

test('many are counted, and twenty are told', () => {
  const more = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`key${index}`, 1]))
  const { mistakes, total } = checkProfile(JSON.stringify({ ...whole, ...more }), optionsOf)
  expect([mistakes.length, total]).toEqual([20, 50])
})

test('each problem has a sentence in both languages, filled with its facts', () => {
  const facts = { found: 'FOUND', expected: 'EXPECTED', limit: 7 }
  for (const problem of profileProblems)
    for (const language of languages)
      expect(mistakeText({ problem, facts }, language)).toMatch(/^[^{}]{4,}[.。]$/)
  expect(mistakeText({ problem: 'tooSmall', facts }, 'en')).toBe('At least 7.')
})
