// What REST can say of an order of tasks: everything in an address is text.
import { expect, test } from 'vitest'
import { taskListQuerySchema } from '../../../preload/contract/index.ts'

test.each([
  ['false', false],
  ['true', true],
  [undefined, true],
  [false, false],
])('descending=%s is %s', (descending, expected) => {
  expect(taskListQuerySchema.parse({ descending, offset: '5' })).toMatchObject({
    descending: expected,
    offset: 5,
  })
})
