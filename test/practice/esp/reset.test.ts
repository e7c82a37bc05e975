// When a simulated ESP chip runs its loader and when its firmware: reset pins as on development boards, its own USB port,
// a button, no lines at all; and what it takes for firmware.
import { expect, test } from 'vitest'
import { buildEspApp, type EspImage } from '../../../main/practice/esp/app-image.ts'
import { espModels } from '../../../main/practice/esp/models.ts'
import type { EspOptions } from '../../../main/practice/esp/options.ts'
import { buildMergedFlash, buildPartitionTable } from '../../../main/practice/esp/partition-table.ts'
import type { Link, ModemLines } from '../../../main/transports/link.ts'
import { readUntil, type } from '../console-talk.ts'
import { startTestEsp } from './test-esp.ts'

const app = (image: Partial<EspImage> = {}) =>
  buildEspApp({ model: 'esp32', version: '1.0.0', sizeBytes: 10_000, ...image })
const at = (offset: number, bytes: Uint8Array) => Buffer.concat([Buffer.alloc(offset, 0xff), bytes])
const loads = /waiting for download\r\n$/
const runs = /APP version \S+ running\r\n$/

async function set(link: Link, ...steps: readonly ModemLines[]): Promise<void> {
  for (const step of steps) await link.setSignals(step)
}

test.each<[string, ModemLines[], RegExp, Partial<EspOptions>]>([
  [
    'both lines at once',
    [
      { dtr: false, rts: true },
      { dtr: true, rts: false },
    ],
    loads,
    {},
  ],
  ['one line after the other', [{ dtr: false }, { rts: true }, { dtr: true }, { rts: false }], loads, {}],
  ['reset without IO0', [{ dtr: false, rts: true }, { rts: false }], runs, {}],
  [
    'IO0 let go before EN is up',
    [{ dtr: false, rts: true }, { dtr: true, rts: false }, { dtr: false }],
    runs,
    { enRiseMs: 100 },
  ],
  [
    'its own USB port',
    [{ dtr: false, rts: false }, { dtr: true }, { rts: true }, { dtr: false }, { rts: false }],
    loads,
    { isUsbJtag: true },
  ],
  [
    'its own USB port, not asked for the loader',
    [{ dtr: false, rts: false }, { rts: true }, { rts: false }],
    runs,
    { isUsbJtag: true },
  ],
])('%s', async (_, steps, expected, options) => {
  const model = options.isUsbJtag ? 'esp32c3' : 'esp32'
  await using started = startTestEsp({ model, stored: at(0x1_0000, app({ model })), ...options })
  const link = started.plug()
  await set(link, ...steps)
  await readUntil(link, expected)
})

test('nothing is reset by a cable that comes and goes with both lines on', async () => {
  await using started = startTestEsp({ model: 'esp32', stored: at(0x1_0000, app()) })
  await readUntil(started.plug(), runs)
  expect(await type(started.plug(), 'id\r', runs)).not.toContain('boot:')
})

test('a held button asks for the loader, once', async () => {
  await using started = startTestEsp({ model: 'esp32s3', stored: at(0x1_0000, app({ model: 'esp32s3' })) })
  const link = started.plug()
  await readUntil(link, runs)
  started.chip.reset({ boot: true })
  await readUntil(link, loads)
  await set(link, { dtr: false, rts: true }, { rts: false })
  await readUntil(link, runs)
})

test('no lines: it starts in the loader when it is built so', async () => {
  await using started = startTestEsp({ model: 'esp32', hasLines: false, bootsInLoader: true })
  const link = started.plug()
  expect(link.hasSignals).toBe(false)
  started.chip.reset()
  await readUntil(link, loads)
})

test.each(espModels)('%s finds its firmware behind a partition table', async (model) => {
  const { address, bytes } = buildMergedFlash(model, app({ model, version: '7.0.1' }))
  await using started = startTestEsp({ model, stored: at(address, bytes) })
  expect(await readUntil(started.plug(), runs)).toContain('APP version 7.0.1')
})

test('otadata chooses between two of them', async () => {
  const stored = Buffer.alloc(0x4_0000, 0xff)
  stored.set(
    buildPartitionTable([
      { label: 'otadata', type: 1, subtype: 0, offset: 0xd000, sizeBytes: 0x2000 },
      { label: 'ota_0', type: 0, subtype: 0x10, offset: 0x1_0000, sizeBytes: 0x1_0000 },
      { label: 'ota_1', type: 0, subtype: 0x11, offset: 0x2_0000, sizeBytes: 0x1_0000 },
    ]),
    0x8000,
  )
  stored.set(app({ version: '1.0.0' }), 0x1_0000)
  stored.set(app({ version: '2.0.0' }), 0x2_0000)
  // Counter 2 and its CRC, as ESP-IDF writes them.
  stored.set(Buffer.from('02000000', 'hex'), 0xd000)
  stored.set(Buffer.from('7437f655', 'hex'), 0xd01c)
  await using started = startTestEsp({ model: 'esp32', stored })
  expect(await readUntil(started.plug(), runs)).toContain('APP version 2.0.0')
})

test.each<[string, Uint8Array]>([
  ['nothing', Buffer.alloc(0)],
  ['a flipped bit', app().with(5000, 0x77)],
  ['firmware of another chip', app({ model: 'esp32c3' })],
  ['firmware for a later revision', app({ minRevision: 301 })],
  ['a boot loader only', app({ version: null })],
  ['half of it', app().subarray(0, 5000)],
])('does not start: %s', async (_, bytes) => {
  await using started = startTestEsp({ model: 'esp32', stored: at(0x1_0000, bytes) })
  await readUntil(started.plug(), /invalid header: 0xffffffff\r\n$/)
})

test('a chip that ignores new firmware runs the old one', async () => {
  await using started = startTestEsp({ model: 'esp32', stored: at(0x1_0000, app()) })
  const link = started.plug()
  await readUntil(link, runs)
  started.chip.storage.set(app({ version: '2.0.0' }), 0x1_0000)
  started.chip.faults.ignoresNewFirmware = true
  started.chip.reset()
  expect(await readUntil(link, runs)).toContain('APP version 1.0.0')
  started.chip.faults.ignoresNewFirmware = false
  started.chip.reset()
  expect(await readUntil(link, runs)).toContain('APP version 2.0.0')
})
