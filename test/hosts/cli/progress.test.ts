// `flashline progress`: what is asked, what is printed, and which end has which status.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ProgressQuery } from '../../../main/clouds/cloud.ts'
import { FlashlineError, type UpgradeProgress } from '../../../preload/contract/index.ts'
import { run } from './cli-fixture.ts'
import { fakeCloud } from './fake-cloud.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-progress-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const upgrading: UpgradeProgress = {
  deviceId: 'd1',
  module: 'default',
  currentVersion: '1.0.0',
  firmwareVersion: '2.0.1',
  state: 'upgrading',
  percent: 45,
  failure: null,
  stalled: true,
  needsConfirmation: false,
  description: 'half\u001b[2J',
}
const failed: UpgradeProgress = {
  ...upgrading,
  state: 'failed',
  percent: null,
  failure: 'download',
  stalled: false,
  description: 'no route',
}

async function ask(args: string[], answer: UpgradeProgress | null, changes: UpgradeProgress[] = []) {
  const queries: ProgressQuery[] = []
  const deadlines: number[] = []
  const cloud = fakeCloud({
    progress: {
      getProgress: async (query) => {
        queries.push(query)
        return answer
      },
    },
  })
  const ran = await run(['progress', ...args, '--data', dir], {
    parts: {
      ...cloud.parts,
      async *followProgress(_source, query, { deadlineMs }) {
        queries.push(query)
        deadlines.push(deadlineMs)
        yield* changes
        if (changes.length === 0) throw new FlashlineError('UPGRADE_STALLED', { deadlineMs })
      },
    },
  })
  return { ...ran, queries, deadlines, asked: cloud.asked }
}

test('once: a line, or a document; a failed upgrade is an answer', async () => {
  const { status, out, queries, asked } = await ask(['d1'], upgrading)
  expect(status).toBe(0)
  expect(out).toBe('upgrading  45 %  default  1.0.0 -> 2.0.1  half?[2J  (not ended in ten minutes)\n')
  expect(queries).toEqual([{ deviceId: 'd1' }])
  expect(asked[0]?.use).toBe('progress')
  expect(JSON.parse((await ask(['d1', '--json'], failed)).out)).toEqual(failed)
  expect((await ask(['d1'], failed)).status).toBe(0)
})

test('no upgrade is known', async () => {
  expect(await ask(['d1'], null)).toMatchObject({ status: 0, out: 'No upgrade of this device is known.\n' })
  expect((await ask(['d1', '--json'], null)).out).toBe('null\n')
})

test('by name within a product, and one module', async () => {
  const module = ['--module', 'radio', '--firmware-version', '7', '--current-version', '6']
  const { queries } = await ask(['lamp-1', '--product-key', 'k1', ...module], null)
  expect(queries).toEqual([
    { productKey: 'k1', deviceName: 'lamp-1', module: 'radio', firmwareVersion: '7', currentVersion: '6' },
  ])
  expect(await ask(['d1', '--module', 'radio'], null)).toMatchObject({ status: 2, queries: [] })
})

test('followed: one line per change, and the end decides', async () => {
  const good = await ask(['d1', '--follow', '--deadline', '60'], null, [
    upgrading,
    { ...upgrading, state: 'succeeded', percent: 100 },
  ])
  expect([good.status, good.deadlines]).toEqual([0, [60_000]])
  expect(good.out.split('\n')).toHaveLength(3)
  const bad = await ask(['d1', '--follow', '--json'], null, [upgrading, failed])
  expect(
    bad.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).state),
  ).toEqual(['upgrading', 'failed'])
  expect(bad.status).toBe(1)
  expect(bad.err).toContain('no route')
  expect(bad.err).toMatch(/\nUPGRADE_FAILED\n$/)
  const silent = await ask(['d1', '--follow'], null)
  expect(silent.status).toBe(1)
  expect(silent.err).toMatch(/\nUPGRADE_STALLED\n$/)
})
