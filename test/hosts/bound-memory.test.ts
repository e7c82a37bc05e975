import { expect, test } from 'vitest'
import { boundAllocator } from '../../main/hosts/bound-memory.ts'

test('what the user has set stays', () => {
  const env: Record<string, string | undefined> = { MALLOC_ARENA_MAX: '7', HOME: '/home/ann' }
  boundAllocator(env)
  expect(env).toEqual({ MALLOC_ARENA_MAX: '7', MALLOC_TRIM_THRESHOLD_: '131072', HOME: '/home/ann' })
})
