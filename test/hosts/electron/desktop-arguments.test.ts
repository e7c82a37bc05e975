import { expect, test, vi } from 'vitest'
import { practiceFolder } from '../../../main/hosts/electron/desktop.ts'
import { readArguments } from '../../../main/hosts/electron/desktop-arguments.ts'
import { demoSetOf } from '../../../main/station/practice.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

const nothing = { data: undefined, practice: false, practiceKind: undefined, kiosk: false, opens: [] }

test.each([
  [[], nothing],
  [['--data', '/d', '--kiosk'], { ...nothing, data: '/d', kiosk: true }],
  [['--data=/d=e'], { ...nothing, data: '/d=e' }],
  [['--practice'], { ...nothing, practice: true }],
  [['--practice', 'lan', 'a.bin'], { ...nothing, practice: true, practiceKind: 'lan', opens: ['a.bin'] }],
  [['--practice=chips'], { ...nothing, practice: true, practiceKind: 'chips' }],
  [['--practice', 'a.bin'], { ...nothing, practice: true, opens: ['a.bin'] }],
  [['--no-sandbox', '--lang=zh', '-psn_0_1', 'a.flkit'], { ...nothing, opens: ['a.flkit'] }],
  // A link that a browser hands over can carry no switch of ours.
  [
    ['--', 'flashline://open/bench', '--data', '/evil'],
    { ...nothing, opens: ['flashline://open/bench', '--data', '/evil'] },
  ],
])('%j', (argv, expected) => {
  expect(readArguments(argv)).toEqual(expected)
})

test.each(['boards', 'chips', 'lan'] as const)(
  'the log of practice with %s is where its bench is',
  async (kind) => {
    expect(practiceFolder(kind)).toBe((await demoSetOf(kind)).folder)
  },
)
