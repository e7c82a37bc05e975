// The latency timer as sysfs shows it: read through the name that udev or a person gave the port.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLatencyTimer } from '../../main/transports/latency-timer.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'latency-timer-test-'))
})
afterEach(() => rm(root, { recursive: true, force: true }))

async function adapter(name: string, shown: string): Promise<string> {
  await mkdir(join(root, 'bus/usb-serial/devices', name), { recursive: true })
  await writeFile(join(root, 'bus/usb-serial/devices', name, 'latency_timer'), shown)
  await writeFile(join(root, name), '')
  return join(root, name)
}

test('is read, also through a link', async () => {
  const path = await adapter('ttyUSB3', '16\n')
  await symlink(path, join(root, 'by-id'))
  expect(await readLatencyTimer(path, root)).toBe(16)
  expect(await readLatencyTimer(join(root, 'by-id'), root)).toBe(16)
})

test('is null for a port without one, a missing port and what is no number', async () => {
  const path = await adapter('ttyUSB4', 'soon\n')
  expect(await readLatencyTimer(path, root)).toBeNull()
  expect(await readLatencyTimer(join(root, 'ttyUSB5'), root)).toBeNull()
})
