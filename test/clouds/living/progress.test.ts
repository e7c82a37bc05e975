import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEnvelope, readProgress } from '../../../main/clouds/living/schema.ts'
import { upgradeProgressSchema } from '../../../preload/contract/index.ts'

/** The example of the call's document. */
const example = {
  moduleName: 'default',
  currentVersion: '1.0.1-2020030301',
  firmwareVersion: '1.0.1',
  step: 10,
  desc: 'xxxxxx',
  otaType: 'CONFIRM',
  needConfirm: true,
  status: 'UPGRADING',
}
const read = (change: object) => readProgress({ ...example, ...change })

describe('progress', () => {
  it('the example of the document', () => {
    expect(readProgress(example)).toEqual({
      deviceId: null,
      module: 'default',
      currentVersion: '1.0.1-2020030301',
      firmwareVersion: '1.0.1',
      state: 'upgrading',
      percent: 10,
      failure: null,
      stalled: false,
      // Means something only before the upgrade begins.
      needsConfirmation: false,
      description: 'xxxxxx',
    })
  })

  it('nothing known is null', () => {
    expect(readProgress(null)).toBeNull()
  })

  it.each([
    [-1, 'upgrade'],
    [-2, 'download'],
    [-3, 'verification'],
    [-4, 'write'],
    [-5, 'unknown'],
    [-999, 'unknown'],
    [0, 'unknown'],
    [40, 'unknown'],
    [null, 'unknown'],
  ])('failed with step %s: %s', (step, failure) => {
    expect(read({ status: 'FAILED', step })).toMatchObject({ state: 'failed', percent: null, failure })
  })

  it('a negative step is a failure also while the status lags behind, but undoes no success', () => {
    expect(read({ step: '-2' })).toMatchObject({ state: 'failed', failure: 'download', percent: null })
    expect(read({ status: 'SUCCEEDED', step: -2 })).toMatchObject({ state: 'succeeded', failure: null })
    expect(read({ status: 'TO_BE_UPGRADED', step: -2 })).toMatchObject({ state: 'waiting', percent: null })
  })

  it('abnormal is stalled while it upgrades, and over when it has succeeded', () => {
    expect(read({ upgradeStatus: 2 })).toMatchObject({ state: 'upgrading', stalled: true, percent: 10 })
    expect(read({ upgradeStatus: '2' })).toMatchObject({ stalled: true })
    expect(read({ upgradeStatus: 1 })).toMatchObject({ stalled: false })
    expect(read({ upgradeStatus: 2, status: 'SUCCEEDED', step: 100 })).toMatchObject({
      state: 'succeeded',
      stalled: false,
      percent: 100,
    })
    expect(read({ upgradeStatus: 2, status: 'FAILED', step: -1 })).toMatchObject({
      state: 'failed',
      stalled: false,
    })
  })

  it.each([
    [0, 'waiting'],
    [1, 'upgrading'],
    [2, 'upgrading'],
    [3, 'failed'],
    [4, 'succeeded'],
  ])('the older status %i alone is %s', (upgradeStatus, state) => {
    expect(read({ status: undefined, upgradeStatus })).toMatchObject({ state, stalled: upgradeStatus === 2 })
  })

  it('needs a person only while it waits for one', () => {
    const waiting = (change: object) => read({ status: 'TO_BE_UPGRADED', ...change })?.needsConfirmation
    expect(waiting({})).toBe(true)
    expect(waiting({ needConfirm: 'true' })).toBe(true)
    expect(waiting({ needConfirm: 1 })).toBe(true)
    expect(waiting({ needConfirm: null })).toBe(true)
    expect(waiting({ needConfirm: false })).toBe(false)
    expect(waiting({ needConfirm: '0' })).toBe(false)
    expect(waiting({ otaType: 'COMPELLENT' })).toBe(false)
    expect(waiting({ otaType: null })).toBe(false)
    expect(read({ status: 'FAILED' })?.needsConfirmation).toBe(false)
  })

  it('what is missing, null, blank or nonsense in the words that decide nothing', () => {
    for (const nothing of [undefined, null, '', '  ']) {
      expect(
        readProgress({
          iotId: nothing,
          moduleName: nothing,
          currentVersion: nothing,
          firmwareVersion: nothing,
          step: nothing,
          desc: nothing,
          otaType: nothing,
          needConfirm: nothing,
          upgradeStatus: nothing,
          status: 'UPGRADING',
        }),
      ).toMatchObject({
        deviceId: null,
        module: 'default',
        currentVersion: null,
        firmwareVersion: null,
        percent: null,
        needsConfirmation: false,
        description: '',
      })
    }
    expect(read({ step: 101, upgradeStatus: 'x', needConfirm: [], otaType: {}, desc: 7 })).toMatchObject({
      percent: null,
      stalled: false,
      description: '7',
    })
  })

  it('is bounded', () => {
    const long = 'x'.repeat(100_000)
    const progress = read({ iotId: long, moduleName: long, currentVersion: long, desc: long })
    for (const text of [
      progress?.deviceId,
      progress?.module,
      progress?.currentVersion,
      progress?.description,
    ])
      expect(text?.length).toBeLessThanOrEqual(2000)
  })

  it('any mix of numbers and texts reads the same, and fits the contract', () => {
    const status = fc.constantFrom('TO_BE_UPGRADED', 'UPGRADING', 'SUCCEEDED', 'FAILED')
    const either = fc.func(fc.boolean())
    fc.assert(
      fc.property(
        status,
        fc.integer({ min: -10, max: 100 }),
        fc.integer({ min: 0, max: 4 }),
        fc.boolean(),
        either,
        fc.object(),
        (word, step, upgradeStatus, needConfirm, asText, extra) => {
          const wire = { ...example, status: word, step, upgradeStatus, needConfirm }
          const decided = { status: word, step, upgradeStatus, needConfirm, otaType: wire.otaType }
          const mixed = Object.fromEntries(
            Object.entries(decided).map(([name, value]) => [name, asText(name) ? ` ${value} ` : value]),
          )
          const progress = readProgress(wire)
          expect(readProgress({ ...extra, ...wire, ...mixed })).toEqual(progress)
          expect(upgradeProgressSchema.parse(progress)).toEqual(progress)
        },
      ),
    )
  })
})

describe('the envelope', () => {
  it('whatever else it carries', () => {
    expect(readEnvelope('{"code":"200","data":{"a":1},"more":[1]}')).toEqual({
      code: 200,
      message: '',
      data: { a: 1 },
    })
    expect(readEnvelope('{"code":403,"message":"no","localizedMsg":"不"}')).toEqual({
      code: 403,
      message: '不',
      data: null,
    })
  })

  it.each([
    '',
    'null',
    '[]',
    '"200"',
    '{}',
    '{"code":null}',
    '{"code":"ok"}',
    '{"code":-1}',
    '{"code":200',
    '<html>',
  ])('%s is none', (text) => {
    expect(readEnvelope(text)).toBeNull()
  })
})
