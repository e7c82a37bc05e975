// Runs a program of the host to its end, for tests; a missing one is named with the Debian package that brings it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter } from 'node:path'

const packageOf: Readonly<Record<string, string>> = {
  'qemu-system-arm': 'qemu-system-arm',
  'qemu-system-x86_64': 'qemu-system-x86',
  depmod: 'kmod',
  mkimage: 'u-boot-tools',
  'mkfs.fat': 'dosfstools',
  mcopy: 'mtools',
  sfdisk: 'fdisk',
  dd: 'coreutils',
  sb: 'lrzsz',
  rb: 'lrzsz',
  'dbus-run-session': 'dbus',
  srec_cat: 'srecord',
  mosquitto_pub: 'mosquitto-clients',
  mosquitto_sub: 'mosquitto-clients',
  ip: 'iproute2',
  objcopy: 'binutils',
  nginx: 'nginx-light',
}

/** Some tools live where only root's PATH looks. */
export const toolEnv = { ...process.env, PATH: [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter) }

/** The error for a program that could not be started. */
export function missingTool(tool: string, cause: unknown): Error {
  return new Error(`${tool} could not be started: install the Debian package ${packageOf[tool] ?? tool}`, {
    cause,
  })
}

/** Runs it with `input` on its standard input; rejects with its stderr unless it exits with 0. */
export async function runTool(tool: string, args: readonly string[], input = ''): Promise<void> {
  const child = spawn(tool, args, { env: toolEnv, stdio: ['pipe', 'ignore', 'pipe'] })
  let complaint = ''
  child.stderr.on('data', (bytes: Buffer) => {
    complaint += bytes.toString()
  })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [status] = await once(child, 'close').catch((error: unknown) => {
    throw missingTool(tool, error)
  })
  if (status !== 0) throw new Error(`${tool} ended with ${status}: ${complaint}`)
}
