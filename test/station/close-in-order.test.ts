// Closing goes on behind a part that cannot close, and says so in the log.
import { expect, test } from 'vitest'
import { closeInOrder } from '../../main/station/close-in-order.ts'
import { FlashlineError } from '../../preload/contract/index.ts'

test('one part that fails keeps none of the others from ending', async () => {
  const ended: string[] = []
  const logged: unknown[] = []
  await closeInOrder({ error: (facts: unknown) => void logged.push(facts) }, [
    () => ended.push('first'),
    () => Promise.reject(new FlashlineError('STORE_FULL', { reason: 'ENOSPC' })),
    async () => ended.push('third'),
  ])
  expect(ended).toEqual(['first', 'third'])
  expect(logged).toEqual([{ code: 'STORE_FULL', reason: 'ENOSPC' }])
})
