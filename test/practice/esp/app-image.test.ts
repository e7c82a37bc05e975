// The firmware that is built for simulated ESP chips is what esptool-js takes for firmware, and the same every time.
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { loadFirmwareImage } from 'esptool-js/lib/image/index.js'
import { CHIP_DEFS } from 'esptool-js/lib/targets/index.js'
import { afterEach, expect, test, vi } from 'vitest'
import { buildEspApp, loadEspApp } from '../../../main/practice/esp/app-image.ts'
import { espModels } from '../../../main/practice/esp/models.ts'
import { buildPartitionTable } from '../../../main/practice/esp/partition-table.ts'

afterEach(() => vi.restoreAllMocks())

test.each(espModels)('%s: esptool-js reads and verifies it', async (model) => {
  // It takes the addresses of every flash that is mapped for suspicious.
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  for (const sizeBytes of [0, 1000, 65_536, 70_001]) {
    const bytes = buildEspApp({ model, version: '1.2.3', sizeBytes })
    const image = await loadFirmwareImage(CHIP_DEFS[model], bytes)
    image.verify()
    expect(image.segments).toHaveLength(2)
    expect(image.checksum).toBe(image.calculateChecksum())
    expect(loadEspApp(model, Buffer.from(bytes), 0, 999)).toEqual({ version: '1.2.3', project: 'practice' })
  }
})

test('is as long as asked, rounded up, and the same bytes for the same arguments', () => {
  const build = () => buildEspApp({ model: 'esp32', version: '2.0.1', sizeBytes: 50_000 })
  expect(build()).toHaveLength(50_000)
  expect(createHash('md5').update(build()).digest('hex')).toMatchInlineSnapshot(
    `"30d6de81362b4a1d5c32ef3c6da47cec"`,
  )
  expect(deflateSync(build()).length / 50_000).toBeLessThan(0.6)
  const random = buildEspApp({ model: 'esp32', version: '2.0.1', sizeBytes: 50_000, content: 'random' })
  expect(deflateSync(random).length / 50_000).toBeGreaterThan(0.95)
})

test('the partition table, byte for byte', () => {
  const table = Buffer.from(buildPartitionTable())
  expect(table).toHaveLength(0xc00)
  expect(table.toString('hex', 64, 96)).toBe(
    'aa5000000000010000001000666163746f727900000000000000000000000000',
  )
  expect(table.toString('hex', 96, 112)).toBe(`ebeb${'ff'.repeat(14)}`)
  expect(table.subarray(112, 128).equals(createHash('md5').update(table.subarray(0, 96)).digest())).toBe(true)
})
