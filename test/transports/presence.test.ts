// A link ends with its device file, whether its folder tells of the change or not.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CloseReason } from '../../main/transports/link.ts'
import { watchPresence } from '../../main/transports/presence.ts'
import type { ErrorContext } from '../../preload/contract/index.ts'

test.each([
  ['told by its folder', 600_000],
  ['found by looking', 2],
])('a device file that is gone ends the link, %s', async (_how, lookMs) => {
  const folder = await mkdtemp(join(tmpdir(), 'presence-test-'))
  const path = join(folder, 'ttyUSB0')
  await writeFile(path, '')
  const { promise: lost, resolve } = Promise.withResolvers<ErrorContext>()
  const closed = Promise.withResolvers<CloseReason>()
  watchPresence(path, { lost: (context = {}) => resolve(context), closed: closed.promise }, lookMs)
  await rm(path)
  expect(await lost).toEqual({ reason: 'removed' })
  closed.resolve('lost')
  await rm(folder, { recursive: true })
})
