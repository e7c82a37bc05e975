// The error that a call of the line ends with, as the tests want to look at it.
import { expect } from 'vitest'
import type { CloudLine, LineCall } from '../../../main/clouds/line/line.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

export const call = (change: Partial<LineCall> = {}): LineCall => ({
  label: 'test call',
  request: () => ({ method: 'GET', path: '/asked' }),
  repeatable: false,
  ...change,
})

export const never = () => new AbortController().signal

export async function caught(promise: Promise<unknown>): Promise<FlashlineError> {
  const error = await promise.then(
    () => expect.fail('was answered'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof FlashlineError)) throw error
  return error
}

/** `code` and, of the context, what is not the same for every call of the line; `begun` has tests of its own. */
export async function failureOf(line: CloudLine, change: Partial<LineCall> = {}): Promise<[string, object]> {
  const { code, context } = await caught(line.send(call(change), never()))
  const { host, call: label, begun, ...rest } = context
  expect([host, label]).toEqual([line.host, 'test call'])
  expect([undefined, false]).toContain(begun)
  return [code, rest]
}
