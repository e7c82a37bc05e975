// What is printed: addresses, the units of a lot, and where everything stands on a label.
import fc from 'fast-check'
import { encode } from 'uqr'
import { describe, expect, it } from 'vitest'
import { labelFields, labelSettingsSchema } from '../../preload/contract/scanner.ts'
import { codeText, factsOf, type LabelFacts, layOut } from '../../renderer/screens/print/label-layout.ts'
import { unitsOf } from '../../renderer/screens/print/lot-units.ts'
import { labelsAddress, lotAddress, printedOf } from '../../renderer/screens/print/print-address.ts'
import { mmOf, sizeLimits, withLabelField } from '../../renderer/screens/settings/label/label-draft.ts'
import { job } from './fixtures.ts'

describe('addresses', () => {
  it('name a lot or jobs, whatever is in their names', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }), (lot) => {
        expect(printedOf(lotAddress(lot))).toEqual({ lot })
      }),
    )
    expect(printedOf(labelsAddress(['a', 'b&c', 'a']))).toEqual({ jobIds: ['a', 'b&c'] })
    expect(printedOf('#/print/labels')).toEqual({ jobIds: [] })
    expect(printedOf('#/print/lot/')).toBe(null)
    expect(printedOf('#/print')).toBe(null)
    expect(printedOf('#/print/lot/%zz')).toEqual({ lot: '%zz' })
  })
})

describe('the units of a lot', () => {
  const at = (number: number, part: Parameters<typeof job>[1]) =>
    job(number, {
      startedAt: `2026-03-01T08:0${number}:00.000Z`,
      endedAt: `2026-03-01T08:0${number}:30.000Z`,
      ...part,
    })
  const unit = (mac: string | null, sn: string | null = null) => ({ mac, sn, deviceId: null })

  it('have a line each: the last job that passed or changed the unit', () => {
    const jobs = [
      at(1, { device: unit('00:11:22:33:44:55'), outcome: 'failed' }),
      at(2, { device: unit(null, 'SN2') }),
      at(3, { device: unit('001122334455', 'SN1') }),
      at(4, { device: unit(null, 'SN2'), outcome: 'refused', touched: false }),
      at(5, { device: unit(null), outcome: 'failed' }),
      at(6, { device: unit(null), outcome: 'failed' }),
    ]
    const units = unitsOf(jobs.toReversed())
    expect(units.map(({ job, jobs }) => [job.jobId, job.outcome, jobs])).toEqual([
      ['job-2', 'passed', 2],
      ['job-3', 'passed', 2],
      ['job-5', 'failed', 1],
      ['job-6', 'failed', 1],
    ])
  })
})

describe('a label', () => {
  const facts: LabelFacts = {
    sn: 'SN-0001',
    mac: '24:0A:C4:00:00:01',
    deviceId: '1100001',
    version: '2.0.1',
    product: 'kettle',
    lot: 'L1',
    date: '2026-03-01',
  }
  const usual = labelSettingsSchema.parse({})

  it('says what the record says, the MAC in one spelling', () => {
    const one = job(1, {
      productId: 'kettle',
      lot: 'L1',
      device: { deviceId: '1100001', mac: '240ac4000001', sn: 'SN-0001' },
      toVersion: { number: 20001, text: null },
      bootedVersion: { number: 20001, text: '2.0.1' },
      endedAt: new Date(2026, 2, 1, 12).toISOString(),
    })
    expect(factsOf(one)).toEqual(facts)
    expect(factsOf({ ...one, bootedVersion: { number: null, text: null } }).version).toBe('20001')
    expect(factsOf({ ...one, device: { ...one.device, mac: 'fe:01' } }).mac).toBe('fe:01')
  })

  it('leaves out what is not known of a unit', () => {
    const { lines, code } = layOut(usual, { ...facts, sn: null })
    expect(lines.map(({ text }) => text)).toEqual(['MAC 24:0A:C4:00:00:01', 'FW 2.0.1'])
    expect(code).toBe(null)
    expect(codeText('all', { ...facts, mac: null })).toBe('SN:SN-0001;ID:1100001;FW:2.0.1')
    expect(codeText('mac', facts)).toBe('24:0A:C4:00:00:01')
    expect(codeText(null, facts)).toBe(null)
  })

  it('draws exactly the dark modules of the code', () => {
    const { code } = layOut({ ...usual, qr: 'all' }, facts)
    const { data, size } = encode(codeText('all', facts) ?? '', { ecc: 'M', border: 0 })
    const drawn = data.map((row) => row.map(() => false))
    for (const [, x, y, width, back] of code?.path.matchAll(/M(\d+) (\d+)h(\d+)v1H(\d+)z/g) ?? []) {
      expect(back).toBe(x)
      for (let column = Number(x); column < Number(x) + Number(width); column += 1) {
        const row = drawn[Number(y)]
        if (row) row[column] = true
      }
    }
    expect(drawn).toEqual(data)
    expect(drawn).toHaveLength(size)
  })

  it('keeps everything within its edges, and its lines out of the quiet zone', () => {
    const anyLabel = fc.record({
      title: fc.string({ unit: 'grapheme', maxLength: 40 }),
      widthMm: fc.integer({ min: 15, max: 150 }),
      heightMm: fc.integer({ min: 10, max: 150 }),
      fields: fc.uniqueArray(fc.constantFrom(...labelFields)),
      qr: fc.constantFrom('sn' as const, 'mac' as const, 'all' as const, null),
    })
    fc.assert(
      fc.property(anyLabel, fc.string({ maxLength: 60 }), (label, sn) => {
        const { widthMm, heightMm, lines, code } = layOut(label, { ...facts, sn: sn || null })
        for (const { baselineMm, sizeMm, xMm } of lines) {
          expect(sizeMm).toBeGreaterThan(0)
          expect(xMm).toBeGreaterThan(0)
          expect(baselineMm - sizeMm).toBeGreaterThanOrEqual(-0.01)
          expect(baselineMm).toBeLessThanOrEqual(heightMm)
        }
        if (!code) return
        const { size } = encode(code.text, { ecc: 'M', border: 0 })
        const quietMm = 4 * code.moduleMm
        expect(code.xMm - quietMm).toBeGreaterThanOrEqual(widthMm / 2)
        expect(code.xMm + size * code.moduleMm + quietMm).toBeLessThanOrEqual(widthMm + 0.01)
        expect(code.yMm - quietMm).toBeGreaterThanOrEqual(-0.01)
        expect(code.yMm + size * code.moduleMm + quietMm).toBeLessThanOrEqual(heightMm + 0.01)
      }),
    )
  })

  it('cuts what is too long, and says when the code is too small to read', () => {
    const long = layOut(
      { ...usual, widthMm: 15, heightMm: 10, fields: ['sn'], qr: 'all' },
      { ...facts, sn: 'X'.repeat(60) },
    )
    expect(long.lines[0]?.text).toMatch(/^SN X*…$/)
    expect(long.code?.isTooSmall).toBe(true)
    expect(layOut(usual, facts).code?.isTooSmall).toBe(false)
  })
})

describe('the size of a label', () => {
  it('is what the contract takes', () => {
    for (const mm of [14.99, 15, 50.5, 150, 151, 9, 10])
      for (const side of ['width', 'height'] as const) {
        const isAllowed = labelSettingsSchema.safeParse({ [`${side}Mm`]: mm }).success
        expect(mmOf(String(mm), sizeLimits[side]) !== null, `${side} ${mm}`).toBe(isAllowed)
      }
    expect(mmOf('50,5', sizeLimits.width)).toBe(50.5)
    for (const text of ['', 'x', '-20', '1e2', ' ']) expect(mmOf(text, sizeLimits.width)).toBe(null)
  })

  it('and its lines stand in the order in which they were chosen', () => {
    const label = labelSettingsSchema.parse({ fields: ['mac'] })
    expect(withLabelField(label, 'sn', true).fields).toEqual(['mac', 'sn'])
    expect(withLabelField(label, 'mac', false).fields).toEqual([])
  })
})
