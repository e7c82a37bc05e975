// Who is asked whether a task is a test, and how often.
import { expect, it } from 'vitest'
import { createIsTest } from '../../main/sync/is-test.ts'
import type { Task } from '../../preload/contract/index.ts'
import { task } from '../job/fake-ports.ts'

const never = new AbortController().signal

function bed(copy: Task | null, cloud: Task['tag'][]) {
  let asked = 0
  const isTest = createIsTest({
    formal: new Set(),
    copyOf: async () => copy,
    source: {
      getTask: async () => {
        asked += 1
        return { ...task, tag: cloud[asked - 1] ?? 'formal' }
      },
    },
  })
  return { ask: (tag: Task['tag'] = 'formal') => isTest({ ...task, tag }, never), asked: () => asked }
}

it('believes a task that says it, and a copy that says that it is formal', async () => {
  const { ask, asked } = bed({ ...task, tag: 'formal' }, [])
  expect([await ask('test'), await ask()]).toEqual([true, false])
  expect(asked()).toBe(0)
})

it('asks the cloud where the copy does not know, once for a formal task, and again for a test', async () => {
  const formal = bed(null, ['formal'])
  expect([await formal.ask(), await formal.ask()]).toEqual([false, false])
  expect(formal.asked()).toBe(1)
  // Promoted meanwhile.
  const promoted = bed({ ...task, tag: 'test' }, ['test', 'formal'])
  expect([await promoted.ask(), await promoted.ask()]).toEqual([true, false])
  expect(promoted.asked()).toBe(2)
})
