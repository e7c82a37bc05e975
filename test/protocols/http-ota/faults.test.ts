// What goes wrong between station and device: the code, what the record says of the device, what is in it, and that the next
// run succeeds.
import { describe, expect, it } from 'vitest'
import type { HttpDialect } from '../../../main/practice/lan/http/http-dialects.ts'
import { type HttpFaults, noHttpFaults } from '../../../main/practice/lan/http/http-faults.ts'
import { benchOf, codeOf, largeImage, newFirmware, newImage, oldFirmware } from './http-bench.ts'

interface Case {
  readonly name: string
  readonly faults: Partial<HttpFaults>
  readonly code: string
  readonly context?: object
  readonly state: string
  readonly dialect?: HttpDialect
  readonly options?: object
  /** With an image that no kernel takes for a device that does not read. */
  readonly isLarge?: boolean
  /** It took the image all the same. */
  readonly isStored?: boolean
}

const cases: Case[] = [
  {
    name: 'reset in mid-stream',
    faults: { resetsAfterBytes: 200_000 },
    isLarge: true,
    code: 'OTA_BROKEN',
    state: 'receiving',
  },
  {
    name: 'half-open: it stops reading in mid-stream',
    faults: { stopsAfterBytes: 200_000 },
    isLarge: true,
    code: 'OTA_SILENT',
    context: { phase: 'body', timeoutMs: 1000 },
    state: 'receiving',
  },
  {
    name: 'half-open: it reads nothing, and the kernel took all of it',
    faults: { stopsAfterBytes: 1 },
    code: 'OTA_SILENT',
    context: { phase: 'answer', timeoutMs: 1000 },
    state: 'incomplete',
  },
  {
    name: 'a no in mid-stream',
    faults: { refusesEarly: { status: 507, afterBytes: 100_000 } },
    isLarge: true,
    code: 'OTA_REFUSED',
    context: { status: 507, said: 'Not this one' },
    state: 'receiving',
  },
  {
    name: 'refuses the image (Tasmota)',
    dialect: 'tasmota',
    faults: { refuses: 'Magic byte is not 0xE9' },
    code: 'OTA_REFUSED',
    context: { said: 'Magic byte is not 0xE9' },
    state: 'receiving',
  },
  {
    name: 'refuses the image (ESPHome)',
    dialect: 'esphome',
    faults: { refuses: 'x' },
    code: 'OTA_REFUSED',
    context: { said: 'Update Failed!' },
    state: 'receiving',
  },
  {
    name: 'refuses the image (PUT)',
    dialect: 'put',
    faults: { refuses: 'wrong chip' },
    code: 'OTA_REFUSED',
    context: { status: 422, said: 'wrong chip' },
    state: 'receiving',
  },
  {
    name: 'stores a wrong byte, and finds it by the digest',
    dialect: 'put',
    faults: { lieAt: 5000 },
    code: 'OTA_REFUSED',
    context: { said: 'MD5 Check Failed' },
    state: 'receiving',
  },
  {
    name: 'an answer that the profile does not know',
    faults: {},
    options: { answer: { success: 'Hurrah' } },
    code: 'OTA_REPLY',
    context: { said: 'Update Success! Rebooting...' },
    state: 'incomplete',
    isStored: true,
  },
  {
    name: 'an endless answer',
    faults: { answersForever: true },
    code: 'OTA_REPLY',
    context: { reason: 'tooLarge' },
    state: 'incomplete',
    isStored: true,
  },
  {
    name: 'an answer that is shorter than it says',
    faults: { answerLacksBytes: 10 },
    code: 'OTA_BROKEN',
    state: 'incomplete',
    isStored: true,
  },
  {
    name: 'answers later than it may',
    faults: { lateMs: 3000 },
    code: 'OTA_SILENT',
    context: { phase: 'answer' },
    state: 'incomplete',
    isStored: true,
  },
  {
    name: 'reboots into the old version',
    faults: { bootsOldFirmware: true },
    code: 'VERSION_DIFFERS',
    context: { found: '1.0.0' },
    state: 'written',
    isStored: true,
  },
  {
    name: 'changes its address',
    faults: { moves: true },
    code: 'VERSION_UNSEEN',
    state: 'written',
    isStored: true,
  },
  {
    name: 'another device answers after the restart',
    faults: { becomesMac: '02F1A5410008' },
    code: 'DEVICE_DIFFERS',
    context: { expected: '02F1A5410007', found: '02F1A5410008' },
    state: 'written',
    isStored: true,
  },
]

describe('a fault ends as itself', () => {
  it.each(cases)(
    '$name',
    async ({ faults, code, context = {}, state, dialect = 'form', options, isLarge, isStored }) => {
      await using bench = await benchOf(dialect, { faults }, isLarge ? largeImage : newImage)
      const job = await bench.run({ restartTimeoutMs: 2500, ...options })
      expect(job.error).toMatchObject({ code, context })
      expect([job.outcome, job.deviceState, job.touched]).toEqual(['failed', state, true])
      if (!isStored)
        expect([bench.unit.stored.equals(oldFirmware), bench.unit.version]).toEqual([true, '1.0.0'])
    },
  )

  const before: readonly Omit<Case, 'state'>[] = [
    {
      name: 'sends us elsewhere',
      faults: { redirectsTo: 'http://203.0.113.9/update' },
      code: 'OTA_REDIRECT',
      context: { status: 302, location: 'http://203.0.113.9/update' },
    },
    {
      name: 'says that it has less room than it needs',
      dialect: 'put',
      faults: { saysRoomBytes: 1000 },
      code: 'IMAGE_TOO_LARGE',
    },
    {
      name: 'has no page for its version',
      faults: {},
      options: { version: { path: '/nothing' } },
      code: 'OTA_REPLY',
    },
  ]
  it.each(before)(
    'before anything was sent: $name',
    async ({ faults, code, context = {}, dialect = 'form', options }) => {
      await using bench = await benchOf(dialect, { faults })
      const job = await bench.run({ ...options })
      expect(job.error).toMatchObject({ code, context })
      expect([job.deviceState, job.touched, bench.unit.uploads]).toEqual(['untouched', false, 0])
    },
  )
})

describe('the next run succeeds after', () => {
  const cut: readonly [string, Partial<HttpFaults>][] = [
    ['a reset in mid-stream', { resetsAfterBytes: 300_000 }],
    ['a refusal', { refuses: 'Not now' }],
    ['a no in mid-stream', { refusesEarly: { status: 500, afterBytes: 50_000 } }],
  ]
  it.each(cut)('%s', async (_, faults) => {
    await using bench = await benchOf('tasmota', { faults })
    expect((await bench.run()).outcome).toBe('failed')
    Object.assign(bench.unit.faults, noHttpFaults)
    expect((await bench.run()).outcome).toBe('passed')
    expect(bench.unit.stored.equals(newFirmware)).toBe(true)
  })
})

describe('a password', () => {
  it.each(['basic', 'digest-md5', 'digest-sha256'] as const)(
    'that is wrong (%s) is told before the body',
    async (login) => {
      const dialect = login === 'basic' ? 'form' : 'put'
      await using bench = await benchOf(dialect, { password: 'right', login })
      const job = await bench.run({}, 'wrong-one')
      expect(codeOf(job)).toBe('OTA_PASSWORD')
      expect([bench.unit.uploads, job.touched]).toEqual([0, false])
      expect(JSON.stringify([job, bench.surroundings.saved, bench.surroundings.events])).not.toContain(
        'wrong-one',
      )
    },
  )

  it('that is missing is told, too', async () => {
    await using bench = await benchOf('esphome', { password: 'right' })
    expect(codeOf(await bench.run({}, ''))).toBe('OTA_PASSWORD')
  })

  it('is no secret that a device may tell others', async () => {
    await using bench = await benchOf('form', {
      password: 'hunter22',
      faults: { refuses: 'you said hunter22' },
    })
    const job = await bench.run()
    expect(job.error?.context).toMatchObject({ said: 'you said ***' })
  })
})

describe('patience', () => {
  it('with a device that answers late, lingers with its old firmware, and is away for a while', async () => {
    await using bench = await benchOf('form', { restartMs: 700, faults: { lateMs: 400, lingersMs: 900 } })
    expect((await bench.run()).outcome).toBe('passed')
  })

  it('with a device that never comes back has an end', async () => {
    await using bench = await benchOf('form', { faults: { staysAway: true } })
    const job = await bench.run({ restartTimeoutMs: 700 })
    expect([codeOf(job), job.deviceState]).toEqual(['VERSION_UNSEEN', 'written'])
  })
})

it('a device that is not there', async () => {
  await using bench = await benchOf('form')
  await bench.unit.close()
  const job = await bench.run()
  expect([codeOf(job), job.touched]).toEqual(['LAN_UNREACHABLE', false])
})

it('a cancel in mid-body ends at once, and the device keeps its firmware', async () => {
  await using bench = await benchOf('form', { faults: { stopsAfterBytes: 100_000 } })
  const cancel = new AbortController()
  const running = bench.run({ stallTimeoutMs: 60_000, answerTimeoutMs: 60_000 }, '', cancel.signal)
  await expect.poll(() => bench.unit.uploads).toBe(1)
  cancel.abort(new Error('enough'))
  expect((await running).outcome).not.toBe('passed')
  expect(bench.unit.stored.equals(oldFirmware)).toBe(true)
})
