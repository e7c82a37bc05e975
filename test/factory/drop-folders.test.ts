// Drop folders: files that become orders, once and whole, files that are refused with their reason, and records that
// become files however often they are told.
import { mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DropOut } from '../../main/factory/drop-out.ts'
import { checkDropFolders } from '../../main/station/doctor/drop-folders.ts'
import { NumberedOrders } from '../../main/station/numbered-orders.ts'
import { OrderDesk } from '../../main/station/order-desk.ts'
import {
  dropFoldersSchema,
  errorTable,
  orderDraftSchema,
  webhookEventSchema,
} from '../../preload/contract/index.ts'
import { until } from '../outbox/set-up.ts'
import { tempFolder } from '../store/job-fixture.ts'
import { task } from '../store/task-fixture.ts'
import { type FactoryBed, openFactoryBed } from './factory-bed.ts'

const order = { number: 'A-17', name: 'Lot 7', productId: 'p1', mode: 'manual', quantity: 5 }

async function openIn() {
  const bed = await openFactoryBed()
  const folder = join(bed.folder, 'in')
  await mkdir(folder)
  const desk = await OrderDesk.open({
    rows: bed.store.orders,
    task: (taskId) => bed.store.tasks.get(taskId),
    storedImage: async () => null,
    onDisarmed: () => undefined,
    onRoom: () => undefined,
    emit: () => undefined,
    onError: (error) => expect(error).toBeNull(),
    now: () => bed.clock.now(),
  })
  await bed.drops.watch(new NumberedOrders(desk))
  await bed.drops.set(dropFoldersSchema.parse({ in: { folder } }))
  return { bed, folder, desk }
}

/** Looks until something is so: each turn is one look, and the next begins when it has ended. */
const looking = <Result>(bed: FactoryBed, check: () => Result | Promise<Result>) =>
  until(() => {
    bed.clock.turn(2000)
    return check()
  })

const orders = async ({ store }: FactoryBed) =>
  (await store.orders.list(100)).map(({ orderId, name, state, quantity, createdBy }) => ({
    ...{ orderId, name, state, quantity, createdBy },
  }))

const names = async (folder: string) =>
  (await readdir(folder, { recursive: true })).filter((name) => name.includes('.')).toSorted()

test('a JSON file becomes an order that is ready, and moves to done', async () => {
  const { bed, folder } = await openIn()
  await writeFile(join(folder, 'a.json'), JSON.stringify(order))
  await looking(bed, async () => expect(await names(folder)).toEqual(['done/a.json']))
  expect(await orders(bed)).toEqual([
    { orderId: 'mes-A-17', name: 'Lot 7', state: 'ready', quantity: 5, createdBy: 'client:drop folder' },
  ])
  expect(bed.drops.get().in).toEqual({ taken: 1, refused: 0, lastRefused: null, failure: null })
})

test.each([[','], [';']])(
  'a CSV with %s as a spreadsheet program writes it, several orders at once',
  async (comma) => {
    const { bed, folder } = await openIn()
    const lines = [
      'Number,Name,Lot,Product ID,Part type,Part identify,Quantity,Mode,Slot IDs,Scan first,Repeat,Chips',
      'B-1,"Lot, eight",L8,p1,mcu,2,20,automatic,usb:1|usb:2,yes,refuse,esp32 esp32s3',
      'B-2,Lot 9,,,,,,manual,,,,',
    ]
    const text = lines.join('\r\n').replaceAll(',', comma).replace(`Lot${comma} eight`, 'Lot, eight')
    await writeFile(join(folder, 'orders.CSV'), `\ufeff${text}\r\n`)
    await looking(bed, async () => expect(await names(folder)).toEqual(['done/orders.CSV']))
    expect(await bed.store.orders.get('mes-B-1')).toMatchObject({
      ...{ name: 'Lot, eight', lot: 'L8', productId: 'p1', part: { type: 'mcu', identify: 2 }, quantity: 20 },
      ...{ mode: 'automatic', slotIds: ['usb:1', 'usb:2'], scanFirst: true, repeat: 'refuse' },
      chips: ['esp32', 'esp32s3'],
    })
    expect(await bed.store.orders.get('mes-B-2')).toMatchObject({
      productId: null,
      quantity: null,
      slotIds: null,
    })
  },
)

test('the same file again, and the same order in another file, make no second order', async () => {
  const { bed, folder } = await openIn()
  for (const name of ['a.json', 'a.json', 'b.json']) {
    await writeFile(join(folder, name), JSON.stringify(order))
    await looking(bed, async () => expect((await readdir(folder)).includes(name)).toBe(false))
  }
  expect(await orders(bed)).toHaveLength(1)
  expect(await names(folder)).toEqual(['done/a.2.json', 'done/a.json', 'done/b.json'])
})

test.each<[string, string, string, Record<string, unknown>]>([
  ['broken.json', '{', 'DROP_FILE', { reason: 'JSON' }],
  ['empty.csv', '', 'DROP_FILE', { reason: 'empty' }],
  [
    'no-number.json',
    JSON.stringify({ name: 'x', productId: 'p', mode: 'manual' }),
    'DROP_FILE',
    { field: 'number' },
  ],
  ['path.json', JSON.stringify({ ...order, number: '../../x' }), 'DROP_FILE', { field: 'number' }],
  ['typo.json', JSON.stringify({ ...order, downgrad: 'refuse' }), 'DROP_FILE', { field: 'downgrad' }],
  ['typo.csv', 'number,name,mode,quantitty\nC-1,x,manual,4', 'DROP_FILE', { field: 'quantitty', line: 1 }],
  ['cells.csv', 'number,name,mode\nC-1,x,manual,4', 'DROP_FILE', { line: 2 }],
  ['second.csv', 'number,name,mode\nC-1,x,manual\nC-2,x,never', 'DROP_FILE', { line: 3, field: 'mode' }],
  ['twice.csv', 'number,name,mode\nC-1,x,manual\nC-1,y,manual', 'DROP_FILE', { line: 3, field: 'number' }],
  ['latin.csv', '\u0000', 'DROP_FILE', {}],
  ['large.json', ' '.repeat(300_000), 'DROP_FILE', {}],
  [
    'other.json',
    JSON.stringify([
      { ...order, number: 'C-1' },
      { ...order, quantity: 6 },
    ]),
    'ORDER_NUMBER',
    { number: 'A-17' },
  ],
  [
    'task.json',
    JSON.stringify([
      { ...order, number: 'C-1' },
      { ...order, number: 'C-2', taskId: 't1' },
    ]),
    'TASK_DIFFERS',
    { field: 'product' },
  ],
])('%s is refused with its reason beside it, and nothing of it is made', async (name, text, code, facts) => {
  const { bed, folder, desk } = await openIn()
  await bed.store.tasks.put(task('t1', { productId: 'other' }), 'plant', bed.clock.now())
  await desk.create(orderDraftSchema.parse(order), 'Ann', 'mes-A-17')
  await writeFile(join(folder, name), text)
  await looking(bed, async () =>
    expect(await names(folder)).toEqual([`refused/${name}`, `refused/${name}.error.json`].toSorted()),
  )
  const said = JSON.parse(await readFile(join(folder, 'refused', `${name}.error.json`), 'utf8'))
  expect(said).toMatchObject({
    ...{ file: name, code, context: facts },
    en: { title: expect.stringMatching(/./), remedy: expect.stringMatching(/./) },
    'zh-CN': { title: expect.stringMatching(/[一-龥]/) },
  })
  expect(Object.keys(errorTable)).toContain(code)
  expect(await orders(bed)).toHaveLength(1)
  expect(bed.drops.get().in).toMatchObject({ taken: 0, refused: 1, lastRefused: { file: name, code } })
})

test('a file that still grows is left alone, and so is what has another name or is no file', async () => {
  const { bed, folder } = await openIn()
  const text = JSON.stringify(order)
  await writeFile(join(folder, '.a.json'), text)
  await writeFile(join(folder, '~a.csv'), text)
  await writeFile(join(folder, 'a.json.part'), text)
  await symlink(join(folder, '.a.json'), join(folder, 'link.json'))
  await mkdir(join(folder, 'folder.json'))
  // Each look finds another size: never twice the same.
  const written = join(folder, 'b.json')
  for (let length = 1; length < 8; length += 1) {
    await writeFile(written, text.slice(0, length))
    const before = bed.clock.next()
    bed.clock.turn(2000)
    await until(() => expect(bed.clock.next()).toBe(before))
  }
  expect(await orders(bed)).toEqual([])
  await rename(join(folder, 'a.json.part'), join(folder, 'a.json'))
  await rm(written)
  await looking(bed, async () => expect(await names(join(folder, 'done'))).toEqual(['a.json']))
  expect(await orders(bed)).toHaveLength(1)
  expect((await readdir(folder)).toSorted()).toEqual([
    '.a.json',
    'done',
    'folder.json',
    'link.json',
    '~a.csv',
  ])
})

test('a folder that is gone is said, and taken up again when it is back', async () => {
  const { bed, folder } = await openIn()
  await rm(folder, { recursive: true })
  await looking(bed, () =>
    expect(bed.drops.get().in.failure).toMatchObject({
      code: 'DROP_FOLDER',
      context: { folder, cause: 'ENOENT' },
    }),
  )
  await mkdir(folder)
  await writeFile(join(folder, 'a.json'), JSON.stringify(order))
  await looking(bed, async () => expect(await orders(bed)).toHaveLength(1))
  await looking(bed, () => expect(bed.drops.get().in.failure).toBeNull())
})

test('records become files: one each, and one line each in the table of the day', async () => {
  const bed = await openFactoryBed()
  const folder = join(bed.folder, 'out')
  await bed.drops.set(dropFoldersSchema.parse({ out: { folder, csv: true } }))
  await bed.end('j1', { device: { deviceId: '=cmd()', mac: null, sn: null } })
  // The share is offline: nothing is made there, the record waits.
  await until(() =>
    expect(bed.drops.get().out.failure).toMatchObject({ code: 'DROP_FOLDER', context: { folder } }),
  )
  expect(await readdir(bed.folder)).not.toContain('out')
  await mkdir(folder)
  bed.sender.retryNow()
  await until(async () => expect((await bed.store.outbox.list({ limit: 1 }))[0]?.state).toBe('sent'))
  expect(bed.drops.get().out.failure).toBeNull()
  expect(await names(folder)).toEqual(['rec_j1.json', 'records-Bench-7-2026-01-01.csv'])
  const event = webhookEventSchema.parse(JSON.parse(await readFile(join(folder, 'rec_j1.json'), 'utf8')))
  expect(event).toMatchObject({ id: 'rec_j1', data: { jobId: 'j1', outcome: 'passed' } })
  const table = (await readFile(join(folder, 'records-Bench-7-2026-01-01.csv'), 'utf8')).split('\r\n')
  expect(table).toHaveLength(3)
  expect(table[0]).toMatch(/^\ufeffjobId,startedAt,/)
  expect(table[1]).toMatch(/^j1,.*'=cmd\(\)/)
})

test('told again the file is the same, a torn line is mended, and no line stands twice', async () => {
  const folder = await tempFolder()
  const bed = await openFactoryBed()
  await bed.end('j1')
  const { messages: _messages, ...data } = await bed.store.jobs.get('j1')
  const event = (id: string) =>
    ({ id, type: 'record.finished', timestamp: '2026-01-01T00:00:00.000Z', station: 'B 1', data }) as const
  const target = { folder, json: true, csv: true }
  const csv = (line: string) => ({ head: 'a,b\r\n', line: `${line}\r\n` })
  const file = join(folder, 'records-B-1-2026-01-01.csv')
  const first = new DropOut()
  await first.write(target, event('rec_1'), '{"n":1}', csv('1,x'))
  await first.write(target, event('rec_1'), '{"n":1}', csv('1,x'))
  await first.write(target, event('rec_2'), '{"n":2}', csv('2,x'))
  expect(await readFile(file, 'utf8')).toBe('a,b\r\n1,x\r\n2,x\r\n')
  // A power cut: the second line has not quite arrived.
  await truncate(file, 'a,b\r\n1,x\r\n2,'.length)
  const second = new DropOut()
  await second.write(target, event('rec_1'), '{"n":1}', csv('1,x'))
  await second.write(target, event('rec_2'), '{"n":2}', csv('2,x'))
  expect(await readFile(file, 'utf8')).toBe('a,b\r\n1,x\r\n2,x\r\n')
  expect(await names(folder)).toEqual(['rec_1.json', 'rec_2.json', 'records-B-1-2026-01-01.csv'])
})

test('a path must be absolute, and both ways need a folder each', async () => {
  const bed = await openFactoryBed()
  for (const folders of [
    { in: { folder: 'orders' } },
    { out: { folder: './x' } },
    { in: { folder: '/a' }, out: { folder: '/a' } },
  ])
    await expect(bed.drops.set(dropFoldersSchema.parse(folders))).rejects.toMatchObject({
      code: 'INPUT_INVALID',
    })
  expect(bed.drops.get().folders).toEqual({ in: null, out: null })
})

test('the doctor tries the folders that are set, and leaves nothing in them', async () => {
  const bed = await openFactoryBed()
  expect((await checkDropFolders(bed.folder)).map(({ finding }) => finding)).toEqual(['foldersNone'])
  const folder = join(bed.folder, 'in')
  await mkdir(folder)
  await bed.drops.set(dropFoldersSchema.parse({ in: { folder }, out: { folder: join(bed.folder, 'away') } }))
  expect(bed.drops.get().out.failure).toMatchObject({ code: 'DROP_FOLDER', context: { cause: 'ENOENT' } })
  expect(await checkDropFolders(bed.folder)).toMatchObject([
    { finding: 'folderFine', verdict: 'pass', facts: { folder } },
    {
      finding: 'folderUnusable',
      verdict: 'fail',
      facts: { reason: 'ENOENT' },
      error: { code: 'DROP_FOLDER' },
    },
  ])
  expect(await readdir(folder)).toEqual([])
})
