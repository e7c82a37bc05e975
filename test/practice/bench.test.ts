// The practice bench: links to boards, cables pulled and plugged, and nothing left behind when it closes.
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  createPracticeBench,
  type PracticeBench,
  type PracticePosition,
  practiceBoards,
} from '../../main/practice/bench.ts'
import { demoDevices, demoImage, demoVersions } from '../../main/practice/demo.ts'
import { atPrompt, readUntil, type } from './console-talk.ts'

const { signal } = new AbortController()
const options = { baudRate: 115_200, signal }

let bench: PracticeBench
beforeEach(() => {
  bench = createPracticeBench(
    practiceBoards({
      devices: demoDevices,
      image: demoImage(demoVersions.from),
      board: { bytesPerSecond: null, storageBytesPerSecond: null, autobootMs: 20, bootMs: 1 },
    }),
  )
})
afterEach(() => bench.close())

test('eight boards, each with its own address, device and storage', async () => {
  expect(bench.positions.map(({ address }) => address)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `sim://${n}`),
  )
  expect(bench.positions.every(({ isPresent }) => isPresent)).toBe(true)
  for (const { position, address, device } of bench.positions) {
    const link = await bench.open(address, options)
    expect(link.address).toBe(address)
    const text = await type(link, '\x03', atPrompt).then(() => type(link, 'reset\r', /running\r\n=> $/))
    expect(text).toContain(`device ${device.deviceId} mac ${device.mac} sn ${device.sn}\r\n`)
    bench.unit(position).storage.fill(position)
    await link.close()
  }
  expect(bench.positions.map(({ position }) => bench.unit(position).storage[0])).toEqual([
    1, 2, 3, 4, 5, 6, 7, 8,
  ])
})

test.each([
  ['sim://0', 'LINK_ADDRESS'],
  ['sim://one', 'LINK_ADDRESS'],
  ['tcp://127.0.0.1:1', 'LINK_ADDRESS'],
  ['sim://9', 'LINK_NOT_FOUND'],
])('%s is %s', async (address, code) => {
  await expect(bench.open(address, options)).rejects.toMatchObject({ code })
})

test('a board has one link at a time', async () => {
  const link = await bench.open('sim://1', options)
  await expect(bench.open('sim://1', options)).rejects.toMatchObject({ code: 'LINK_BUSY' })
  await link.close()
  await (await bench.open('sim://1', options)).close()
  await expect(bench.open('sim://1', { ...options, signal: AbortSignal.abort() })).rejects.toThrow()
})

test('unplugged: the link is lost, it cannot be opened, the others go on; plugged in it boots', async () => {
  const seen: PracticePosition[] = []
  const stop = bench.onPresence((position) => seen.push(position))
  const link = await bench.open('sim://3', options)
  const other = await bench.open('sim://4', options)
  bench.unplug(3)
  bench.unplug(3)
  expect(await link.closed).toBe('lost')
  await expect(bench.open('sim://3', options)).rejects.toMatchObject({ code: 'LINK_NOT_FOUND' })
  await type(other, '\x03', atPrompt)

  bench.replug(3)
  bench.replug(3)
  const again = await bench.open('sim://3', options)
  await readUntil(again, /running\r\n=> $/)
  expect(seen.map(({ position, isPresent }) => [position, isPresent])).toEqual([
    [3, false],
    [3, true],
  ])
  stop()
  bench.unplug(3)
  expect(seen).toHaveLength(2)
  expect(() => bench.unplug(9)).toThrow(expect.objectContaining({ code: 'SLOT_UNKNOWN' }))
})

test('closed in the middle of things, nothing is left that keeps the process alive', async () => {
  const before = process.getActiveResourcesInfo()
  const link = await bench.open('sim://1', options)
  await type(link, '\x03', atPrompt)
  await type(link, 'loady 0x40400000\r', /bps\.\.\.\r\n/)
  await type(await bench.open('sim://2', options), '\x03', atPrompt)
  await (await bench.open('sim://3', options)).write(Buffer.from('reset\r'), signal)
  await bench.close()
  await bench.close()
  expect(await link.closed).toBe('lost')
  bench.replug(1)
  expect(bench.positions.some(({ isPresent }) => isPresent)).toBe(false)
  const timers = (names: readonly string[]) => names.filter((name) => name === 'Timeout').length
  expect(timers(process.getActiveResourcesInfo())).toBeLessThanOrEqual(timers(before))
})
