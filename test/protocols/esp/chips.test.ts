// The tables: every chip can be told from the others, and has a stub that can be loaded and fits its address space.
import { describe, expect, it } from 'vitest'
import { chips } from '../../../main/protocols/esp/chips.ts'
import { flashChipOf } from '../../../main/protocols/esp/flash-chip.ts'
import { loadStub, stubName } from '../../../main/protocols/esp/stub.ts'

describe('chips', () => {
  it('are all there, and none is like another', () => {
    expect(chips.map(({ family }) => family)).toEqual(
      'esp8266 esp32 esp32s2 esp32s3 esp32c2 esp32c3 esp32c5 esp32c6 esp32c61 esp32h2 esp32p4'.split(' '),
    )
    const magics = chips.flatMap((chip) => chip.magics)
    expect(new Set(magics).size).toBe(magics.length)
    expect(new Set(chips.map(({ chipId }) => chipId)).size).toBe(chips.length)
  })

  it.each(chips.flatMap((chip) => [chip.stub, ...(chip.olderStub ? [chip.olderStub.stub] : [])]))(
    'have the stub %s',
    async (name) => {
      const { entry, parts } = await loadStub(name)
      expect(parts).toHaveLength(2)
      const [text] = parts
      expect(entry).toBeGreaterThanOrEqual(text?.address ?? 0)
      expect(entry).toBeLessThan((text?.address ?? 0) + (text?.bytes.length ?? 0))
      expect(await loadStub(name)).toBe(await loadStub(name))
    },
  )

  it('of an early revision may need another stub', () => {
    const p4 = chips.find(({ family }) => family === 'esp32p4')
    expect(p4 && [stubName(p4, 103), stubName(p4, 301), stubName(p4, null)]).toEqual([
      'esp32p4-rev1',
      'esp32p4',
      'esp32p4',
    ])
  })
})

describe('flash memory', () => {
  it.each([
    [0x1640ef, 'ef4016', 4 * 1024 * 1024],
    [0x1840c8, 'c84018', 16 * 1024 * 1024],
    [0x2020ef, 'ef2020', 64 * 1024 * 1024],
    [0x371628, '281637', 8 * 1024 * 1024],
    [0x0120ef, 'ef2001', null],
  ])('with the id %i is %s', (id, text, sizeBytes) => {
    expect(flashChipOf(id)).toEqual({ id: text, sizeBytes })
  })

  it('that does not answer is none', () => {
    expect([flashChipOf(0), flashChipOf(0xffffff)]).toEqual([null, null])
  })
})
