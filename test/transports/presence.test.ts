import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CloseReason } from '../../main/transports/link.ts'
import { watchPresence } from '../../main/transports/presence.ts'
import type { ErrorContext } from '../../preload/contract/index.ts'

test('a device file that is gone ends the link', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'presence-test-'))
  const path = join(folder, 'ttyUSB0')
  await writeFile(path, '')
  const { promise: lost, resolve } = Promise.withResolvers<ErrorContext>()
  const closed = Promise.withResolvers<CloseReason>()
  watchPresence(path, { lost: (context = {}) => resolve(context), closed: closed.promise }, 2)
  await rm(folder, { recursive: true })
  expect(await lost).toEqual({ reason: 'removed' })
  closed.resolve('lost')
})
