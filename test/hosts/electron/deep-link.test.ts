import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { addressOfLink } from '../../../main/hosts/electron/deep-link.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

test.each([
  ['flashline://open/bench', '#/bench'],
  ['flashline://open/history/', '#/history'],
  ['FLASHLINE://open/tasks/p-1/42', '#/tasks/p-1/42'],
  ['flashline://open/devices/mac:aa:bb', '#/devices/mac:aa:bb'],
])('%s leads to %s', (link, address) => {
  expect(addressOfLink(link)).toBe(address)
})

test.each([
  'flashline://open',
  'flashline://open/',
  'flashline://open/nowhere',
  'flashline://app/bench',
  'flashline://open.evil/bench',
  'flashline://open/print/labels',
  'flashline://open/firmware/opened/a b',
  'flashline://open/tasks/%2e%2e',
  'flashline://open/tasks/<script>',
  'flashline://open/tasks/a/b/c',
  'flashline://open/history?lot=7',
  'flashline://open/history#x',
  'flashline://user@open/bench',
  'flashline://open:1/bench',
  'https://open/bench',
  'javascript:alert(1)',
  `flashline://open/tasks/${'a'.repeat(101)}`,
  '',
])('%s leads nowhere', (link) => {
  expect(addressOfLink(link)).toBeNull()
})

test('whatever a link says, the page only ever goes to a place of known letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (tail) => {
      const address = addressOfLink(`flashline://open/bench/${tail}`)
      if (address !== null) expect(address).toMatch(/^#\/[a-z]+(\/[A-Za-z0-9._:-]+)*$/)
    }),
  )
})
