// Endpoint 1: what a task may be made of, and every row of the validation table that it can meet.
import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { asJson, type Bench, type Case, isJson } from './bench.ts'

const createPath = '/v2/upgrade/firmware/task'
const v2 = { headers: { 'Api-Version': '2' } }

const mandatory = [
  'product_id',
  'name',
  'description',
  'from_version',
  'from_version_url',
  'from_version_md5',
  'from_version_size',
  'target_version',
  'target_version_url',
  'target_version_md5',
  'target_version_size',
] as const

type Change = (bench: Bench) => Record<string, unknown>
const fixed =
  (change: Record<string, unknown>): Change =>
  () =>
    change

const refusals: readonly (readonly [what: string, change: Change, code: number, reason: string])[] = [
  ['a name of 33 characters', fixed({ name: '名'.repeat(33) }), 4001001, 'FIELD_INVALID'],
  ['a description of 251 characters', fixed({ description: 'd'.repeat(251) }), 4001001, 'FIELD_INVALID'],
  ['a from_version of 2^31', fixed({ from_version: 2 ** 31 }), 4001001, 'FIELD_INVALID'],
  ['a negative from_version', fixed({ from_version: -1 }), 4001001, 'FIELD_INVALID'],
  ['half a version', fixed({ from_version: 1.5 }), 4001001, 'FIELD_INVALID'],
  ['a version in words', fixed({ target_version: 'new' }), 4001001, 'FIELD_INVALID'],
  ['a target_version of 2^31', fixed({ target_version: 2 ** 31 }), 4001001, 'FIELD_INVALID'],
  ['from = target', fixed({ from_version: 7, target_version: 7 }), 4001001, 'FIELD_INVALID'],
  ['a negative size', fixed({ target_version_size: -1 }), 4001001, 'FIELD_INVALID'],
  ['an MD5 that is none', fixed({ target_version_md5: 'g'.repeat(32) }), 4001001, 'FIELD_INVALID'],
  ['a URL that is none', fixed({ target_version_url: 'not a url' }), 4001095, 'URL_INVALID'],
  ['a URL of another kind', fixed({ from_version_url: 'ftp://files.example/a' }), 4001095, 'URL_INVALID'],
  ['type 4', fixed({ type: 4 }), 4001113, 'TYPE_UNKNOWN'],
  ['a type in words', fixed({ type: 'robot' }), 4001113, 'TYPE_UNKNOWN'],
  ['MCU without identify', fixed({ type: 2 }), 4001002, 'FIELD_MISSING'],
  ['sub-device without identify', fixed({ type: 3, identify: null }), 4001002, 'FIELD_MISSING'],
  ['a negative identify', fixed({ type: 2, identify: -1 }), 4001001, 'FIELD_INVALID'],
  ['task_type 2', fixed({ task_type: 2 }), 4001001, 'FIELD_INVALID'],
  ['tag_type 2', fixed({ tag_type: 2 }), 4001001, 'FIELD_INVALID'],
  ['scope.category 2', fixed({ scope: { category: 2 } }), 4001275, 'SCOPE_UNKNOWN'],
  ['category 1 without devices', fixed({ scope: { category: 1 } }), 4001275, 'SCOPE_EMPTY'],
  ['a test task for all', fixed({ tag_type: 1, scope: { category: 0 } }), 4001275, 'SCOPE_UNKNOWN'],
  ['a scope that is no object', fixed({ scope: 7 }), 4001001, 'FIELD_INVALID'],
  ['an unknown product', fixed({ product_id: 'no-such-product' }), 4041005, 'PRODUCT_UNKNOWN'],
  [
    'an unknown device',
    fixed({ scope: { category: 1, device_list: ['no-such-device'] } }),
    4041008,
    'DEVICE_UNKNOWN',
  ],
]

const accepted: readonly (readonly [what: string, change: Change, kept: Record<string, unknown>])[] = [
  [
    'a name of 32 characters',
    (bench) => ({ name: `${bench.nextName()}${'名'.repeat(32)}`.slice(0, 32) }),
    {},
  ],
  ['a description of 250', fixed({ description: '述'.repeat(250) }), { description: '述'.repeat(250) }],
  ['numbers as text', (bench) => ({ from_version: ` ${bench.nextVersion()} `, type: '1' }), { type: 1 }],
  [
    'the lowest and the highest version',
    () => ({ from_version: 0, target_version: 2_147_483_647, type: 3, identify: randomInt(1, 2 ** 31 - 1) }),
    { from_version: 0, target_version: 2_147_483_647 },
  ],
  ['a target below its start', () => ({ target_version: 5 }), { target_version: 5 }],
  ['a type by its name', () => ({ type: 'MCU', identify: 2 }), { type: 2, identify: 2 }],
  ['a wifi part with identify', () => ({ identify: 3 }), { type: 1, identify: 3 }],
  ['nothing but what is mandatory', fixed({}), { type: 1, identify: 0, task_type: 0, tag_type: 0 }],
  ['manual', fixed({ task_type: 1 }), { task_type: 1 }],
  ['MD5 in capitals', fixed({ target_version_md5: 'A'.repeat(32) }), { target_version_md5: 'a'.repeat(32) }],
  ['a formal task without scope is for all', fixed({}), { scope: { category: 0, device_list: [] } }],
  [
    'a test task without scope is for nobody',
    fixed({ tag_type: 1 }),
    { scope: { category: 1, device_list: [] } },
  ],
]

export const createCases: readonly Case[] = [
  ...mandatory.flatMap((field) =>
    [undefined, null, ''].map((value) => ({
      name: `1: ${field} ${value === undefined ? 'missing' : JSON.stringify(value)} is 4001002`,
      run: (bench: Bench) =>
        bench.refused(4001002, 'FIELD_MISSING', 'POST', createPath, {
          ...v2,
          body: bench.draft({ [field]: value }),
        }),
    })),
  ),
  ...refusals.map(([what, change, code, reason]) => ({
    name: `1: ${what} is ${code}`,
    run: (bench: Bench) =>
      bench.refused(code, reason, 'POST', createPath, { ...v2, body: bench.draft(change(bench)) }),
  })),
  ...accepted.map(([what, change, kept]) => ({
    name: `1: takes ${what}`,
    async run(bench: Bench) {
      const task = await bench.create(change(bench))
      const read = await bench.get(task.id)
      for (const [field, value] of Object.entries(kept)) assert.deepEqual(read[field], value, field)
    },
  })),
  {
    name: '1: device ids as numbers are those of the same digits',
    async run(bench) {
      const numeric = bench.subject.deviceIds.filter((id) => /^[1-9]\d{0,14}$/.test(id))
      const task = await bench.create({ scope: { category: 1, device_list: numeric.map(Number) } })
      assert.deepEqual(asJson((await bench.get(task.id)).scope).device_list, numeric)
    },
  },
  {
    name: '1: the same name in the product is 4001035',
    async run(bench) {
      const { name } = await bench.create()
      await bench.refused(4001035, 'NAME_EXISTS', 'POST', createPath, { ...v2, body: bench.draft({ name }) })
    },
  },
  {
    name: '1: the same type, identify and start version is 4001037, formal or test; another identify is not',
    async run(bench) {
      const { from_version } = await bench.create({ type: 2, identify: 1 })
      for (const tag_type of [0, 1]) {
        const body = bench.draft({ from_version, type: 2, identify: 1, tag_type })
        await bench.refused(4001037, 'FROM_VERSION_EXISTS', 'POST', createPath, { ...v2, body })
      }
      await bench.create({ from_version, type: 2, identify: 2 })
      await bench.create({ from_version, type: 3, identify: 1 })
    },
  },
  {
    name: '1: a body that is no JSON, or no object, is 4001001',
    async run(bench) {
      for (const body of ['{"name": ', '[]', '"text"', '7']) {
        const before = await bench.state()
        const answer = await bench.call('POST', createPath, { ...v2, body })
        assert.equal(answer.status, 400, body)
        assert.ok(answer.code === 4001001 || answer.code === 4001002, `${body}: ${answer.code}`)
        assert.equal(await bench.state(), before)
      }
    },
  },
  {
    name: '1: answers every field of the task object, numbers as numbers',
    async run(bench) {
      const task = await bench.create({ scope: { category: 1, device_list: [bench.subject.deviceIds[0]] } })
      const kinds: Record<string, string> = {
        id: 'string',
        product_id: 'string',
        name: 'string',
        description: 'string',
        from_version: 'number',
        from_version_url: 'string',
        from_version_md5: 'string',
        from_version_size: 'number',
        target_version: 'number',
        target_version_url: 'string',
        target_version_md5: 'string',
        target_version_size: 'number',
        upgrade_count: 'number',
        status: 'number',
        type: 'number',
        identify: 'number',
        task_type: 'number',
        tag_type: 'number',
      }
      for (const [field, kind] of Object.entries(kinds)) assert.equal(typeof task[field], kind, field)
      assert.ok(isJson(task.scope))
      assert.deepEqual(task.scope, { category: 1, device_list: [bench.subject.deviceIds[0]] })
      assert.match(String(task.create_time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{2,3}Z$/)
    },
  },
]
