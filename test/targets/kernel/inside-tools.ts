// What the bench inside the virtual machine does to its own machine: the latency timer, udev's rules, and a program of
// somebody else that holds the port.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'

/** As an adapter has it when it leaves the factory. */
export function setLatencyTimer(path: string, timerMs: number): Promise<void> {
  return writeFile(join('/sys/bus/usb-serial/devices', basename(path), 'latency_timer'), `${timerMs}\n`)
}

/** The product's own rules, as its README says. The folder of the program is the working directory. */
export async function installRule(): Promise<void> {
  await mkdir('/etc/udev/rules.d', { recursive: true })
  for (const name of await readdir('resources/udev'))
    await copyFile(join('resources/udev', name), join('/etc/udev/rules.d', name))
  spawnSync('udevadm', ['control', '--reload'])
}

/** Waits until udev has done what it does for a new device. */
export function settleRules(): void {
  spawnSync('udevadm', ['settle'])
}

/** What udev made of a port: its properties that concern us, and the rights of its file. */
export function readRules(path: string): { ignored: boolean; uaccess: boolean; mode: string } {
  const told = spawnSync('udevadm', ['info', '--query=property', `--name=${path}`], {
    encoding: 'utf8',
  }).stdout
  return {
    ignored: told.includes('\nID_MM_DEVICE_IGNORE=1\n'),
    uaccess: /^TAGS=.*:uaccess:/m.test(told),
    mode: (statSync(path).mode & 0o777).toString(8),
  }
}

/** Another program that asked the kernel for the port alone (TIOCEXCL, 0x540c). Returns how it lets go. */
export async function holdExclusively(path: string): Promise<() => Promise<void>> {
  const holder = spawn('socat', ['-d', '-d', '-u', `${path},raw,echo=0,ioctl-void=21516`, '-'])
  for await (const line of createInterface(holder.stderr)) {
    if (line.includes('starting data transfer loop')) break
  }
  return async () => {
    holder.kill()
    await once(holder, 'exit')
  }
}
