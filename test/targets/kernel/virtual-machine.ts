// A PC in QEMU that runs a program of this checkout on a real Debian kernel with one USB serial adapter (an FTDI, as
// QEMU plays it). What the program prints as a line of JSON comes out here; its adapter is pulled and plugged over QMP;
// what the kernel tells the adapter is traced; the adapter's far end is a socket. Nothing here knows what is tested.
// QMP: docs/interop/qmp-spec.rst of QEMU; trace events: hw/usb/trace-events, group dev-serial.c.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { missingTool } from '../host-tool.ts'
import { kernelImage, writeArchive } from './kernel-image.ts'

export interface VirtualMachineOptions {
  /** Commands of a shell inside, as root; the file system is the one of this computer, changes are forgotten. */
  readonly script: string
  /** A machine that still runs then is switched off. */
  readonly limitMs: number
  readonly onLine: (line: string) => void
  /** What the adapter was told: `usb_serial_set_baud dev 0:1 baud rate 115200`. */
  readonly onAdapter: (event: string) => void
}

export interface VirtualMachine extends AsyncDisposable {
  /** The far end of the adapter's wire. */
  readonly far: Socket
  pull(): Promise<void>
  /** Into a port of the only hub, 1 to 4. */
  plug(port: number): Promise<void>
  /** Resolves when it was switched off, with everything it printed. */
  readonly ended: Promise<string>
}

export async function startVirtualMachine(options: VirtualMachineOptions): Promise<VirtualMachine> {
  const kernel = await kernelImage()
  const folder = await mkdtemp(join(tmpdir(), 'flashline-kernel-'))
  const initial = join(folder, 'initial.cpio')
  await mkdir(join(folder, 'tree'))
  await writeFile(join(folder, 'tree', 'start'), options.script)
  await writeArchive(join(folder, 'tree'), join(folder, 'start.cpio'))
  await copyFile(kernel.initialFile, initial)
  await appendFile(initial, await readFile(join(folder, 'start.cpio')))
  const wire = join(folder, 'wire')
  const control = join(folder, 'control')
  const machine = spawn(
    'qemu-system-x86_64',
    [
      ...['-M', 'q35', '-accel', 'tcg', '-cpu', 'max', '-m', '1024', '-smp', '2'],
      ...['-nodefaults', '-display', 'none', '-no-reboot', '-nic', 'none', '-serial', 'stdio'],
      ...['-kernel', kernel.kernelFile, '-initrd', initial],
      ...['-append', 'console=ttyS0 quiet loglevel=1 panic=-1 mitigations=off'],
      '-virtfs',
      'local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap',
      ...['-device', 'qemu-xhci,id=hub', '-chardev', `socket,id=wire,path=${wire},server=on,wait=off`],
      ...['-qmp', `unix:${control},server=on,wait=off`, '-trace', 'usb_serial_*'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: options.limitMs, killSignal: 'SIGKILL' },
  )
  let printed = ''
  createInterface(machine.stdout).on('line', (line) => {
    printed += `${line}\n`
    options.onLine(line)
  })
  createInterface(machine.stderr).on('line', (line) => {
    if (line.startsWith('usb_serial_')) options.onAdapter(line)
    else printed += `${line}\n`
  })
  const ended = once(machine, 'close').then(
    ([status, killedBy]) => `${printed}\nqemu ended with ${killedBy ?? status}`,
    (error: unknown) => {
      throw missingTool('qemu-system-x86_64', error)
    },
  )
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const monitor = await Promise.race([
      openMonitor(control),
      ended.then((text) => Promise.reject(new Error(text))),
    ])
    const far = await connect(wire)
    return {
      far,
      ended,
      // Its wire is free for the next one when it is gone, which is later than the answer.
      pull: () => monitor('device_del', { id: 'adapter' }, 'DEVICE_DELETED'),
      plug: (port) =>
        monitor('device_add', {
          driver: 'usb-serial',
          id: 'adapter',
          bus: 'hub.0',
          port: String(port),
          chardev: 'wire',
          'always-plugged': true,
        }),
      async [Symbol.asyncDispose]() {
        machine.kill('SIGKILL')
        far.destroy()
        await ended
        await remove()
      },
    }
  } catch (error) {
    machine.kill('SIGKILL')
    await remove()
    throw error
  }
}

type Monitor = (execute: string, args?: Readonly<Record<string, unknown>>, done?: string) => Promise<void>

/** Commands one after the other, each ended by its answer and by the event `done`; a refused one rejects with QEMU's words. */
async function openMonitor(path: string): Promise<Monitor> {
  const socket = await connect(path)
  const answers = createInterface(socket)[Symbol.asyncIterator]()
  let turn: Promise<void> = Promise.resolve()
  const command: Monitor = (execute, args = {}, done) => {
    turn = turn.then(async () => {
      socket.write(JSON.stringify({ execute, arguments: args }))
      let isAnswered = false
      let isDone = done === undefined
      while (!isAnswered || !isDone) {
        const line = await answers.next()
        if (line.done) throw new Error(`the virtual machine ended before ${execute}`)
        if (line.value.startsWith('{"error"')) throw new Error(line.value)
        isAnswered ||= line.value.startsWith('{"return"')
        isDone ||= line.value.includes(`"event": "${done}"`) && line.value.includes(`"device": "${args.id}"`)
      }
    })
    return turn
  }
  await command('qmp_capabilities')
  return command
}

/** QEMU makes its sockets a moment after it was started. */
async function connect(path: string): Promise<Socket> {
  for (;;) {
    const socket = createConnection(path)
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.on('error', () => {})
    if (isOpen) return socket
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
