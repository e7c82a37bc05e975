// The simulated STM32 by its bytes: parity, the rate it takes, lines, refusals. Its commands are proved by stm32flash.
import { expect, test } from 'vitest'
import { createPracticeBench } from '../../../main/practice/bench.ts'
import { buildStm32Demo, stm32VersionIn } from '../../../main/practice/stm32/demo.ts'
import { createStm32Chip, type Stm32ChipOptions } from '../../../main/practice/stm32/stm32-chip.ts'

const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }
const signal = new AbortController().signal

async function plugged(options: Partial<Stm32ChipOptions> = {}, baudRate = 115_200) {
  const chip = createStm32Chip({ id: 0x414, device, stored: buildStm32Demo('1.0.0', 4000), ...options })
  const bench = createPracticeBench([chip])
  const link = await bench.open('sim://1', { baudRate, signal })
  const ask = async (bytes: number[], count: number, timeoutMs = 5000) => {
    await link.write(Uint8Array.from(bytes), signal)
    return [...(await link.read({ atLeast: count, timeoutMs, signal }))]
  }
  return { chip, link, ask, [Symbol.asyncDispose]: () => bench.close() }
}

test.each([9600, 115_200, 230_400])('takes the rate of the first byte: %i', async (baudRate) => {
  await using it = await plugged({ bootsInLoader: true, wiring: null }, baudRate)
  await it.link.setParity('even')
  expect(await it.ask([0x7f], 1)).toEqual([0x79])
  expect(await it.ask([0x02, 0xfd], 5)).toEqual([0x79, 1, 0x04, 0x14, 0x79])
})

test('hears nothing without parity', async () => {
  await using it = await plugged({ bootsInLoader: true, wiring: null })
  await it.link.setParity('none')
  expect(await it.ask([0x7f], 1, 50)).toEqual([])
})

test('DTR resets it, RTS chooses what runs', async () => {
  await using it = await plugged()
  // Bare wires: on pulls low.
  await it.link.setSignals({ dtr: true, rts: false })
  await it.link.setParity('even')
  await it.link.setSignals({ dtr: false, rts: false })
  expect(await it.ask([0x7f], 1)).toEqual([0x79])
  await it.link.setSignals({ dtr: true, rts: true })
  await it.link.setParity('none')
  await it.link.setSignals({ dtr: false, rts: true })
  let said = ''
  while (!said.includes('running'))
    said += Buffer.from(await it.link.read({ atLeast: 1, timeoutMs: 5000, signal })).toString('latin1')
  expect(said).toContain('APP version 1.0.0 running')
})

test('answers NAK to a false complement, a false checksum, a foreign address, a byte that is not erased', async () => {
  await using it = await plugged({ bootsInLoader: true, wiring: null })
  await it.link.setParity('even')
  expect(await it.ask([0x7f], 1)).toEqual([0x79])
  expect(await it.ask([0x31, 0x31], 1)).toEqual([0x1f])
  expect(await it.ask([0x31, 0xce], 1)).toEqual([0x79])
  expect(await it.ask([0x08, 0, 0, 0, 0x09], 1)).toEqual([0x1f])
  expect(await it.ask([0x31, 0xce], 1)).toEqual([0x79])
  expect(await it.ask([0x60, 0, 0, 0, 0x60], 1)).toEqual([0x1f])
  expect(await it.ask([0x31, 0xce], 1)).toEqual([0x79])
  expect(await it.ask([0x08, 0, 0, 0, 0x08], 1)).toEqual([0x79])
  expect(await it.ask([3, 0xff, 0xff, 0xff, 0xff, 3], 1)).toEqual([0x1f])
  expect(stm32VersionIn(it.chip.storage)).toBe('1.0.0')
})

test('a firmware that is torn does not start', () => {
  const whole = buildStm32Demo('2.0.1', 4000)
  expect(stm32VersionIn(whole)).toBe('2.0.1')
  expect(stm32VersionIn(whole.subarray(0, 3900))).toBeNull()
  expect(whole).toEqual(buildStm32Demo('2.0.1', 4000))
})
