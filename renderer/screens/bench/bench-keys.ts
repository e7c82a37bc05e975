// Which key does what on the bench. Pure; carried out by use-bench-keys.ts.

export const benchKeys = {
  ArrowLeft: 'move',
  ArrowRight: 'move',
  ArrowUp: 'move',
  ArrowDown: 'move',
  Enter: 'main',
  s: 'startAll',
  a: 'acknowledge',
  l: 'log',
  f: 'floor',
  k: 'kiosk',
  '?': 'keys',
  Escape: 'leave',
} as const

export type BenchAction = (typeof benchKeys)[keyof typeof benchKeys]

const keyNames = Object.keys(benchKeys) as (keyof typeof benchKeys)[]

/** Letters of either case. */
export function benchAction(key: string): BenchAction | null {
  const name = key.length === 1 ? key.toLowerCase() : key
  const known = keyNames.find((one) => one === name)
  return known ? benchKeys[known] : null
}

/** In the order in which they are explained. */
export const shownKeys: readonly (readonly [keys: readonly string[], action: BenchAction])[] = [
  [['←', '→', '↑', '↓'], 'move'],
  [['Enter'], 'main'],
  [['S'], 'startAll'],
  [['A'], 'acknowledge'],
  [['L'], 'log'],
  [['F'], 'floor'],
  [['K'], 'kiosk'],
  [['?'], 'keys'],
  [['Esc'], 'leave'],
]
