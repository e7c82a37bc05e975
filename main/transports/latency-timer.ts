// The latency timer of FTDI adapters: how long the chip keeps a few received bytes back in the hope of more, 16 ms when
// it is new. A protocol that waits for each answer pays it with every block. Linux shows it in sysfs; elsewhere it cannot
// be read from here. Source: drivers/usb/serial/ftdi_sio.c of Linux.
import { readFile, realpath } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** Milliseconds; null for a port that has no such timer, or none that can be read. Never rejects. */
export async function readLatencyTimer(path: string, sysRoot = '/sys'): Promise<number | null> {
  const device = await realpath(path).catch(() => path)
  const file = join(sysRoot, 'bus/usb-serial/devices', basename(device), 'latency_timer')
  const text = await readFile(file, 'utf8').catch(() => '')
  return /^\d{1,3}$/.test(text.trim()) ? Number(text) : null
}
