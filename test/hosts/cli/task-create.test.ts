// `flashline task create`: the draft that reaches the cloud's desk, and what is refused before anything is asked.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TaskDraft } from '../../../preload/contract/index.ts'
import { run } from './cli-fixture.ts'
import { fakeCloud, task } from './fake-cloud.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-create-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const facts = [
  '--product',
  'p1',
  '--name',
  'n',
  '--description',
  'd',
  '--from',
  '10000',
  '--to',
  '2147483648',
]
const md5 = '0123456789abcdef0123456789abcdef'
const fromUrl = ['--from-url', 'http://x/1', '--from-md5', md5, '--from-size', '5']
const toUrl = ['--to-url', 'http://x/2', '--to-md5', md5.toUpperCase(), '--to-size', '6']

async function create(args: string[], shelf = true) {
  const drafts: TaskDraft[] = []
  const files: { name: string; text: string }[] = []
  const cloud = fakeCloud({
    desk: {
      create: async (draft) => {
        drafts.push(draft)
        return { ...task, name: draft.name }
      },
    },
    ...(shelf && {
      shelf: {
        put: async ({ name, bytes }) => {
          files.push({ name, text: Buffer.from(bytes).toString() })
          return { url: `http://cloud/${name}`, md5, sizeBytes: bytes.length }
        },
      },
    }),
  })
  const ran = await run(['task', 'create', '--data', dir, ...args], { parts: cloud.parts })
  return { ...ran, drafts, files, asked: cloud.asked }
}

test('images that lie somewhere', async () => {
  const part = ['--type', 'subdevice', '--identify', '3', '--manual', '--test', '--devices', '1,2']
  const { status, drafts, asked, out } = await create([...facts, ...fromUrl, ...toUrl, ...part, '--json'])
  expect(status).toBe(0)
  expect(drafts).toEqual([
    {
      productId: 'p1',
      name: 'n',
      description: 'd',
      part: { type: 'subdevice', identify: 3 },
      fromVersion: 10_000,
      fromImage: { url: 'http://x/1', md5, sizeBytes: 5 },
      toVersion: 2_147_483_648,
      image: { url: 'http://x/2', md5, sizeBytes: 6 },
      mode: 'manual',
      tag: 'test',
      scope: { category: 'devices', deviceIds: ['1', '2'] },
    },
  ])
  expect(asked[0]?.options.productId).toBe('p1')
  expect(JSON.parse(out).taskId).toBe('t1')
})

test('images that lie here are given to the service', async () => {
  writeFileSync(join(dir, 'old.bin'), 'old')
  writeFileSync(join(dir, 'new.bin'), 'newer')
  const images = ['--from-image', join(dir, 'old.bin'), '--image', join(dir, 'new.bin')]
  const { status, drafts, files } = await create([...facts, ...images])
  expect(status).toBe(0)
  expect(files).toEqual([
    { name: 'old.bin', text: 'old' },
    { name: 'new.bin', text: 'newer' },
  ])
  expect(drafts[0]).toMatchObject({
    fromImage: { url: 'http://cloud/old.bin', md5, sizeBytes: 3 },
    image: { url: 'http://cloud/new.bin', md5, sizeBytes: 5 },
    part: { type: 'wifi', identify: 0 },
    mode: 'automatic',
    tag: 'formal',
    scope: null,
  })
})

test('a service that keeps no files: nothing is made', async () => {
  writeFileSync(join(dir, 'new.bin'), 'newer')
  const { status, err, drafts } = await create([...facts, ...fromUrl, '--image', join(dir, 'new.bin')], false)
  expect([status, drafts]).toEqual([2, []])
  expect(err).toContain('CONNECTION_LACKS')
})

test('a file that has it all', async () => {
  const file = join(dir, 'task.json')
  const image = { url: 'http://x/2', md5, sizeBytes: 6 }
  const draft = {
    productId: 'p2',
    name: 'n',
    description: 'd',
    part: { type: 'wifi', identify: 0 },
    fromVersion: 1,
    fromImage: image,
    toVersion: 2,
    image,
  }
  writeFileSync(file, JSON.stringify(draft))
  const { status, drafts, asked } = await create(['--file', file])
  expect(status).toBe(0)
  expect(drafts).toEqual([{ ...draft, mode: 'automatic', tag: 'formal', scope: null }])
  expect(asked[0]?.options.productId).toBe('p2')

  writeFileSync(file, JSON.stringify({ ...draft, toVersion: 'two' }))
  const wrong = await create(['--file', file])
  expect([wrong.status, wrong.drafts]).toEqual([2, []])
  expect(wrong.err).toContain('toVersion')
  for (const text of ['{', '[]']) {
    writeFileSync(file, text)
    expect(await create(['--file', file])).toMatchObject({ status: 2, drafts: [], asked: [] })
  }
})

test.each([
  [[...facts]],
  [[...facts, ...fromUrl]],
  [[...facts, ...fromUrl, ...toUrl.slice(0, 2)]],
  [[...facts, ...fromUrl, ...toUrl, '--image', 'x']],
  [[...facts.slice(2), ...fromUrl, ...toUrl]],
  [[...facts, ...fromUrl, ...toUrl, '--all', '--devices', '1']],
  [[...facts, ...fromUrl, '--image', '/nowhere/at/all']],
  [['--file', 'x', ...facts]],
  [['--file', '/nowhere/at/all']],
  [[...facts.slice(0, -1), '4294967296', ...fromUrl, ...toUrl]],
])('%j ends with 2 and asks nothing', async (args) => {
  const { status, asked, err } = await create(args)
  expect([status, asked]).toEqual([2, []])
  expect(err).not.toBe('')
})
