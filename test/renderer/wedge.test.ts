// A scanner that types, told apart from a person by its speed; and which key of a person does what.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benchAction, benchKeys, shownKeys } from '../../renderer/screens/bench/bench-keys.ts'
import {
  gapMs,
  type Heard,
  hear,
  settle,
  settleMs,
  silence,
} from '../../renderer/screens/bench/scanning/wedge.ts'

/** Types keys at given times; a person is quiet in the end. */
function play(keys: readonly (readonly [key: string, atMs: number])[]): { heard: Heard[]; taken: string[] } {
  const heard: Heard[] = []
  const taken: string[] = []
  let state = silence
  for (const [key, atMs] of keys) {
    const step = hear(state, key, atMs)
    state = step.state
    heard.push(...step.heard)
    if (step.isTaken) taken.push(key)
  }
  const end = settle(state, (keys.at(-1)?.[1] ?? 0) + settleMs)
  expect(end.state).toEqual(silence)
  return { heard: [...heard, ...end.heard], taken }
}

const scanned = (text: string, fromMs = 0, stepMs = 12) =>
  [...text, 'Enter'].map((key, index) => [key, fromMs + index * stepMs] as const)

describe('the keyboard wedge', () => {
  it('hears a scan, and no key of it', () => {
    expect(play(scanned('SAL2404-0001')).heard).toEqual([{ kind: 'scan', text: 'SAL2404-0001' }])
  })

  it('keeps all but the first character from buttons, Enter too', () => {
    expect(play(scanned('AB C')).taken).toEqual(['B', ' ', 'C', 'Enter'])
  })

  it('is not confused by the shift keys of capitals', () => {
    const keys = ['Shift', 'S', 'Shift', 'N', '1', 'Enter'].map((key, index) => [key, index * 10] as const)
    expect(play(keys).heard).toEqual([{ kind: 'scan', text: 'SN1' }])
  })

  it('hears the single keys of a person', () => {
    expect(
      play([
        ['s', 0],
        ['l', 300],
        ['ArrowDown', 500],
        ['Enter', 800],
      ]).heard,
    ).toEqual(['s', 'l', 'ArrowDown', 'Enter'].map((key) => ({ kind: 'key', key })))
  })

  it('does not take a quick Enter after one key for a scan', () => {
    expect(
      play([
        ['a', 0],
        ['Enter', 30],
      ]).heard,
    ).toEqual([
      { kind: 'key', key: 'a' },
      { kind: 'key', key: 'Enter' },
    ])
  })

  it('drops a scan that broke off', () => {
    expect(play(scanned('SN2404').slice(0, -1)).heard).toEqual([])
    expect(play([...scanned('SN2404').slice(0, 3), ['f', 900]]).heard).toEqual([{ kind: 'key', key: 'f' }])
  })

  it('hears two scans one after the other', () => {
    expect(play([...scanned('SN1', 0), ...scanned('SN2', 400)]).heard).toEqual([
      { kind: 'scan', text: 'SN1' },
      { kind: 'scan', text: 'SN2' },
    ])
  })

  it('hears whatever a scanner types, at any speed of a scanner, and never a key', () => {
    const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzSALF0123456789-./+ ?')
    fc.assert(
      fc.property(
        fc.array(fc.tuple(letter, fc.integer({ min: 1, max: gapMs - 1 })), { minLength: 3, maxLength: 60 }),
        (letters) => {
          let atMs = 1000
          const keys = letters.map(([key, waitMs]) => {
            atMs += waitMs
            return [key, atMs] as const
          })
          const text = letters.map(([key]) => key).join('')
          expect(play([...keys, ['Enter', atMs + 10]]).heard).toEqual([{ kind: 'scan', text }])
        },
      ),
    )
  })
})

describe('the keys of the bench', () => {
  it('are letters of either case', () => {
    expect(benchAction('s')).toBe('startAll')
    expect(benchAction('S')).toBe('startAll')
    expect(benchAction('?')).toBe('keys')
    expect(benchAction('x')).toBeNull()
    expect(benchAction('toString')).toBeNull()
  })

  it('are all explained, each once', () => {
    const explained = shownKeys.map(([, action]) => action)
    expect(new Set(explained)).toEqual(new Set(Object.values(benchKeys)))
    expect(new Set(explained).size).toBe(explained.length)
  })
})
