// The simulated Arduino OTA device, updated by a client that nobody here wrote: esp-ota from npm. Only then does it count.
import { createRequire } from 'node:module'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { buildEspApp } from '../../main/practice/esp/app-image.ts'
import type { EspModel } from '../../main/practice/esp/models.ts'
import { EspotaUnit, type EspotaUnitOptions } from '../../main/practice/lan/espota/espota-unit.ts'

interface Client {
  setPassword(password: string): void
  uploadBuffer(bytes: Buffer, address: string, port: number, command: number): Promise<void>
  on(event: 'progress', listener: (sent: number, total: number) => void): void
}
const clientSchema = z.custom<new () => Client>((value) => typeof value === 'function')
const EspOta = clientSchema.parse(createRequire(import.meta.url)('esp-ota'))

const app = (version: string, sizeBytes: number, model: EspModel = 'esp32') =>
  Buffer.from(buildEspApp({ model, version, sizeBytes }))

const units: EspotaUnit[] = []
afterEach(async () => {
  for (const unit of units.splice(0)) await unit.close()
})

async function unitOf(options: Partial<EspotaUnitOptions> = {}): Promise<EspotaUnit> {
  const unit = new EspotaUnit({
    device: { deviceId: '7', mac: '02F1A5410007', sn: 'SN-7' },
    firmware: app('1.0.0', 60_000, options.model),
    ...options,
  })
  await unit.start()
  units.push(unit)
  return unit
}

function portOf({ address }: EspotaUnit): number {
  return Number(new URL(address.replace('lan:', 'http:')).port)
}

const devices: [string, Partial<EspotaUnitOptions>][] = [
  ['an ESP32', {}],
  ['an ESP8266', { model: 'esp8266' }],
  ['a device with a password', { password: 's3cret' }],
  ['a device whose counts come together', { faults: { joinsCounts: true } }],
]

describe('esp-ota', () => {
  it.each(devices)('updates %s', async (_name, options) => {
    const unit = await unitOf(options)
    const image = app('2.0.1', 200_000, options.model)
    const client = new EspOta()
    if (options.password !== undefined) client.setPassword(options.password)
    let sentBytes = 0
    client.on('progress', (sent) => {
      sentBytes = sent
    })
    await client.uploadBuffer(image, '127.0.0.1', portOf(unit), 0)
    await expect.poll(() => unit.version).toBe('2.0.1')
    expect(unit.stored.equals(image)).toBe(true)
    expect(sentBytes).toBe(image.length)
  })

  it('updates a file system', async () => {
    const unit = await unitOf()
    const files = Buffer.alloc(50_000, 0x5a)
    await new EspOta().uploadBuffer(files, '127.0.0.1', portOf(unit), 100)
    expect(unit.fileSystem.equals(files)).toBe(true)
    expect(unit.version).toBe('1.0.0')
  })
})
