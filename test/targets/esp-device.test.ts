// The simulated ESP chips count as targets because esptool-js, which nobody here wrote and nothing here changes, finds
// out what they are, uploads its stub, raises the rate, writes compressed and verifies by the chip's own MD5.
import { randomBytes } from 'node:crypto'
import { HardReset, type Transport } from 'esptool-js'
import { describe, expect, test } from 'vitest'
import { buildEspApp } from '../../main/practice/esp/app-image.ts'
import { noise } from '../../main/practice/esp/demo-bytes.ts'
import { createEspChip } from '../../main/practice/esp/esp-chip.ts'
import { espModels } from '../../main/practice/esp/models.ts'
import type { Link } from '../../main/transports/link.ts'
import { openTcp } from '../../main/transports/tcp.ts'
import { readUntil, type } from '../practice/console-talk.ts'
import { startTestEsp } from '../practice/esp/test-esp.ts'
import { chipOnTcp } from './chip-on-port.ts'
import { type EsptoolSession, md5, startEsptool } from './esptool-session.ts'

const device = { deviceId: '1100001', mac: '18FE34A1B2C3', sn: 'PRACTICE-0001' }
const random = randomBytes(150_001)
const code = noise('code', 262_001, 'code')

async function write({ loader }: EsptoolSession, bytes: Uint8Array, address: number): Promise<void> {
  await loader.writeFlash({
    fileArray: [{ data: bytes, address }],
    flashMode: 'keep',
    flashFreq: 'keep',
    flashSize: 'keep',
    eraseAll: false,
    compress: true,
    calculateMD5Hash: md5,
  })
}

const names = {
  esp32: 'ESP32-D0WD-V3 (revision 3)',
  esp32c3: 'ESP32-C3 (QFN32) (revision v0.4)',
  esp32s3: 'ESP32-S3 (QFN56) (revision v0.2)',
  esp8266: 'ESP8266EX',
} as const

describe.each(espModels)('%s', (model) => {
  test('over TCP: detected, stub uploaded, rate raised, two images written and verified', async () => {
    const chip = createEspChip({ model, device, bootsInLoader: true, stored: Buffer.alloc(4 << 20, 0x5a) })
    await using onTcp = await chipOnTcp(chip)
    const signal = new AbortController().signal
    await using session = startEsptool((baudRate) => openTcp(onTcp.address, { baudRate, signal }))
    expect(await session.loader.main('no_reset')).toBe(names[model])
    expect(session.lines).toContain('MAC: 18:fe:34:a1:b2:c3')
    expect(session.lines).toContain('Stub running...')
    expect(await session.loader.detectFlashSize()).toBe('4MB')

    await write(session, random, 0x1_0000)
    await write(session, code, 0x10_0000)
    expect(session.lines.filter((line) => line === 'Hash of data verified.')).toHaveLength(2)
    expect(chip.storage.subarray(0x1_0000, 0x1_0000 + random.length).equals(random)).toBe(true)
    expect(chip.storage.subarray(0x10_0000, 0x10_0000 + code.length).equals(code)).toBe(true)
    expect(chip.storage.readUInt8(0xffff)).toBe(0x5a)
  })
  test('over modem lines: reset into the loader, and after the reset the new firmware runs', async () => {
    const app = (version: string) => buildEspApp({ model, version, sizeBytes: 100_000 })
    const stored = Buffer.concat([Buffer.alloc(0x1_0000, 0xff), app('1.0.0')])
    await using started = startTestEsp({ model, stored })
    let link = started.plug()
    expect(await readUntil(link, /running\r\n/)).toContain('APP version 1.0.0')
    await using session = startEsptool(
      async (baudRate) => {
        link = started.plug(baudRate)
        return link
      },
      { resetConstructors: { hardReset: (transport) => workingReset(transport, () => link) } },
    )
    expect(await session.loader.main()).toBe(names[model])
    await write(session, app('2.0.1'), 0x1_0000)
    await session.loader.after('hard_reset', false)
    await session[Symbol.asyncDispose]()
    expect(await type(started.plug(), 'id\r', /running\r\n/)).toContain('APP version 2.0.1')
  })
})

/** The library's own never asserts RTS, so that nothing is reset. */
function workingReset(transport: Transport, link: () => Link): HardReset {
  const reset = async (): Promise<void> => {
    await link().setSignals({ dtr: false, rts: true })
    await link().setSignals({ dtr: false, rts: false })
  }
  return Object.assign(new HardReset(transport), { reset })
}

test('over its own USB port', async () => {
  await using started = startTestEsp({ model: 'esp32s3', isUsbJtag: true })
  await using session = startEsptool(async (baudRate) => started.plug(baudRate), {
    usb: { vendorId: 0x303a, productId: 0x1001 },
  })
  expect(await session.loader.main()).toBe(names.esp32s3)
  await write(session, random, 0)
  expect(started.chip.storage.subarray(0, random.length).equals(random)).toBe(true)
})

test('a chip whose flash lies is caught by its own MD5', async () => {
  await using started = startTestEsp({ model: 'esp32', faults: { lieAt: 0x1_0800 } })
  await using session = startEsptool(async (baudRate) => started.plug(baudRate))
  await session.loader.main()
  await expect(write(session, code, 0x1_0000)).rejects.toThrow('MD5 of file does not match data in flash!')
})

test('a rate that the chip cannot do is left again', async () => {
  await using started = startTestEsp({ model: 'esp32c3', maxBaudRate: 460_800 })
  await using session = startEsptool(async (baudRate) => started.plug(baudRate))
  await session.loader.main()
  expect(session.lines.join('\n')).toContain('Continuing at 115200 baud.')
  await write(session, random, 0)
  expect(started.chip.storage.subarray(0, random.length).equals(random)).toBe(true)
})
