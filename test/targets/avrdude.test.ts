// The simulated AVR board counts as a target only because avrdude, which nobody here wrote, flashes and verifies it: as
// Optiboot and as ATmegaBOOT, over a terminal and over TCP.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AvrChipOptions, buildAvrDemo, createAvrChip } from '../../main/practice/avr/index.ts'
import { chipOnPty, chipOnTcp } from './chip-on-port.ts'
import { missingTool } from './host-tool.ts'

const device = { deviceId: '1100001', mac: '02F1A5410001', sn: 'PRACTICE-0001' }
const firmware = Buffer.from(buildAvrDemo('2.0.1', 10_001))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'flashline-avrdude-'))
  await writeFile(join(folder, 'firmware.bin'), firmware)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** A boot loader that waits until avrdude comes: neither port has modem lines. */
function patientChip(options: Partial<AvrChipOptions> = {}) {
  const stored = buildAvrDemo('1.0.0', 5000)
  return createAvrChip({ device, stored, windowMs: 60_000, hasLines: false, pageMs: 1, ...options })
}

async function avrdude(...args: readonly string[]): Promise<{ status: number; said: string }> {
  const child = spawn('avrdude', args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  child.stderr.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  const [status] = await once(child, 'close').catch((error: unknown) => {
    throw missingTool('avrdude', error)
  })
  return { status, said }
}

describe.each([
  ['optiboot', 'm328p', 'atmega328p', 115_200],
  ['arduino', 'm168', 'atmega168', 57_600],
  ['optiboot', 'm1284p', 'atmega1284p', 115_200],
] as const)('avrdude, %s on %s', (bootloader, partName, part, baudRate) => {
  const arduino = ['-c', 'arduino', '-p', partName, '-b', String(baudRate)]

  test('writes and verifies over a terminal, and the firmware runs', async () => {
    const chip = patientChip({ bootloader, part })
    await using on = await chipOnPty(chip)
    const { status, said } = await avrdude(...arduino, '-P', on.path, '-D', '-U', 'flash:w:firmware.bin:r')
    expect(said).toContain(`${firmware.length} bytes of flash verified`)
    expect(status).toBe(0)
    expect(chip.storage.subarray(0, firmware.length).equals(firmware)).toBe(true)
  })

  test('reads over TCP what is stored', async () => {
    const chip = patientChip({ bootloader, part, stored: firmware })
    await using on = await chipOnTcp(chip)
    const port = `net:127.0.0.1:${on.port}`
    const { status } = await avrdude(...arduino, '-P', port, '-U', 'flash:r:read.bin:r')
    expect(status).toBe(0)
    const read = await readFile(join(folder, 'read.bin'))
    expect(read.subarray(0, firmware.length).equals(firmware)).toBe(true)
  })
})

test('avrdude finds the byte that the flash lies about', async () => {
  const chip = patientChip({ faults: { lieAt: 4321 } })
  await using on = await chipOnPty(chip)
  const args = ['-c', 'arduino', '-p', 'm328p', '-b', '115200', '-P', on.path]
  const { status, said } = await avrdude(...args, '-D', '-U', 'flash:w:firmware.bin:r')
  expect(status).not.toBe(0)
  expect(said).toContain('0x10e1')
})
