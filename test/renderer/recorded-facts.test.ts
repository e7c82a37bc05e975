// What a record says of the chip and the proof, in words of both languages; what it says of records that know neither.
import { expect, test } from 'vitest'
import { chipFactWords, memorySizeText } from '../../preload/contract/chip-fact-texts.ts'
import type { ErrorContext } from '../../preload/contract/errors.ts'
import type { Job, Step } from '../../preload/contract/model.ts'
import {
  recordedChip,
  recordedProof,
  skipReason,
  unaskedReason,
  versionSource,
} from '../../renderer/screens/job/recorded-facts.ts'
import { flashStep, job } from '../hosts/cli/cli-fixture.ts'

const step = (name: Step['name'], detail: ErrorContext): Step => ({ ...flashStep, name, detail })
const withSteps = (...steps: Step[]): Job => ({ ...job, steps })

const esp = withSteps(
  step('identify', {
    chip: 'esp32c3',
    chipName: 'ESP32-C3 (revision 0.4)',
    flashSizeBytes: 4_194_304,
    versionFrom: 'bootLoader',
    crystalMhz: 40,
    secure: 'no',
    revision: null,
    future: 'kept',
  }),
  step('verify', { by: 'deviceDigest', algorithm: 'md5', digest: 'ab12' }),
)

test('a chip is named with its flash and what its boot loader told', () => {
  expect(recordedChip(esp, 'en')).toEqual({
    name: 'ESP32-C3 (revision 0.4)',
    flashSize: '4 MiB',
    facts: [
      ['Crystal', '40 MHz'],
      ['Security fuses', 'none blown'],
      ['future', 'kept'],
    ],
  })
  expect(recordedChip(esp, 'zh-CN')?.facts).toContainEqual(['安全熔丝', '未烧写'])
  expect(versionSource(esp, 'zh-CN')).toBe('经引导程序读取')
  expect(recordedProof(esp, 'en')).toEqual({ how: 'digested by the device · MD5', digest: 'ab12' })
})

test('what only takes a file is no chip, and an old record says nothing', () => {
  const receiver = withSteps(
    step('identify', { chip: 'console', flashSizeBytes: null, versionFrom: 'device' }),
  )
  expect(recordedChip(receiver, 'en')).toBeNull()
  const old = withSteps(step('identify', {}), step('verify', { reason: 'protocolCannotProve' }))
  expect([recordedChip(old, 'en'), versionSource(old, 'en'), recordedProof(old, 'en')]).toEqual([
    null,
    null,
    null,
  ])
})

test('a job that passed without a word of its device says why', () => {
  const skipped: Step = { ...step('confirm', { reason: 'profileCannotConfirm' }), outcome: 'skipped' }
  expect(unaskedReason({ outcome: 'passed', steps: [skipped] })).toBe('profileCannotConfirm')
  expect(unaskedReason({ outcome: 'failed', steps: [skipped] })).toBeNull()
  expect(unaskedReason({ outcome: 'passed', steps: [step('confirm', {})] })).toBeNull()
  expect(unaskedReason({ outcome: 'passed', steps: [] })).toBeNull()
  expect(skipReason({ ...skipped, detail: { reason: 'newer' } })).toBeNull()
  expect(skipReason({ ...skipped, outcome: 'passed' })).toBeNull()
})

test('facts and sizes are as people write them', () => {
  expect(chipFactWords({ readProtected: false, bootBytes: 512, slots: '' }, 'en')).toEqual([
    ['Read protection', 'off'],
    ['Boot loader size', '512 B'],
  ])
  expect([32_768, 131_008, 16 * 1024 * 1024, 512].map(memorySizeText)).toEqual([
    '32 KiB',
    '127.9 KiB',
    '16 MiB',
    '512 B',
  ])
})
