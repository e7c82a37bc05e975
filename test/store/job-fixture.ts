// Jobs for tests: one by hand, and any that the contract allows.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { onTestFinished } from 'vitest'
import { errorCodes, type Job, type Step, stepNames } from '../../preload/contract/index.ts'

/** A folder of its own, gone after the test. */
export async function tempFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export const step = (overrides: Partial<Step> = {}): Step => ({
  name: 'flash',
  outcome: 'running',
  startedAt: '2026-01-02T03:04:06.000Z',
  endedAt: null,
  doneBytes: 512,
  totalBytes: 1024,
  retries: 1,
  detail: {},
  ...overrides,
})

export const job = (jobId: string, overrides: Partial<Job> = {}): Job => ({
  jobId,
  slotId: 'usb:1-1',
  slotName: 'A1',
  link: '/dev/ttyUSB0',
  protocol: 'ymodem',
  profileId: 'u-boot',
  productId: 'p1',
  part: { type: 'mcu', identify: 0 },
  device: { deviceId: 'd1', mac: '00:11:22:33:44:55', sn: 'SN1' },
  task: { taskId: 't1', name: 'To 2.0.1' },
  orderId: null,
  lot: null,
  firmware: {
    version: { number: 20001, text: '2.0.1' },
    sizeBytes: 1024,
    md5: 'a'.repeat(32),
    sha256: 'b'.repeat(64),
    url: 'http://127.0.0.1/f.bin',
  },
  fromVersion: { number: 10000, text: '1.0.0' },
  toVersion: { number: 20001, text: null },
  bootedVersion: { number: null, text: null },
  operator: 'ann',
  outcome: 'running',
  touched: true,
  deviceState: 'incomplete',
  notice: null,
  startedAt: '2026-01-02T03:04:05.000Z',
  endedAt: null,
  steps: [],
  error: null,
  correction: null,
  ...overrides,
})

const time = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())
const orNull = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: null })
const text = fc.string({ unit: 'grapheme', maxLength: 40 })
const count = fc.nat({ max: 2 ** 40 })
const version = fc.record({ number: orNull(count), text: orNull(text) })
const context = fc.dictionary(
  fc.string({ unit: 'grapheme', maxLength: 10 }).filter((key) => key !== '__proto__'),
  fc.oneof(
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
    fc.boolean(),
    fc.constant(null),
  ),
  { maxKeys: 4, noNullPrototype: true },
)
const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length })
const stepName = fc.constantFrom(...stepNames)

export const anyStep: fc.Arbitrary<Step> = fc.record({
  name: stepName,
  outcome: fc.constantFrom('running', 'passed', 'failed', 'skipped', 'cancelled', 'interrupted'),
  startedAt: time,
  endedAt: orNull(time),
  doneBytes: count,
  totalBytes: orNull(count),
  retries: fc.nat(),
  detail: context,
})

/** Any job; the id is the caller's. */
export const anyJob: fc.Arbitrary<Omit<Job, 'jobId'>> = fc.record({
  slotId: text,
  slotName: text,
  link: text,
  protocol: text,
  profileId: text,
  productId: orNull(text),
  part: fc.record({ type: fc.constantFrom('wifi', 'mcu', 'subdevice'), identify: fc.nat() }),
  device: fc.record({ deviceId: orNull(text), mac: orNull(text), sn: orNull(text) }),
  task: orNull(fc.record({ taskId: text, name: text })),
  orderId: orNull(text),
  lot: orNull(text),
  firmware: orNull(
    fc.record({ version, sizeBytes: count, md5: hex(32), sha256: orNull(hex(64)), url: orNull(text) }),
  ),
  fromVersion: version,
  toVersion: version,
  bootedVersion: version,
  operator: text,
  outcome: fc.constantFrom('running', 'passed', 'failed', 'refused', 'cancelled', 'interrupted'),
  touched: fc.boolean(),
  deviceState: fc.constantFrom('untouched', 'receiving', 'incomplete', 'written', 'verified', 'confirmed'),
  notice: fc.constant(null),
  startedAt: time,
  endedAt: orNull(time),
  steps: fc.array(anyStep, { maxLength: 7 }),
  error: orNull(fc.record({ code: fc.constantFrom(...errorCodes), step: orNull(stepName), context })),
  correction: orNull(
    fc.record({
      at: time,
      reason: fc.constant('lateSuccess'),
      was: fc.constantFrom('failed', 'cancelled', 'interrupted'),
    }),
  ),
})
