// Starts the real boot loader: Debian's U-Boot in qemu-system-arm, with a file as its disk and its console on a PTY or
// a TCP port. QEMU is steered over its standard input and output (QMP). Nothing leaves loopback. Its prompt keeps one
// processor busy: stop it as soon as it was used, and run one at a time.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, readFile, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { missingTool, toolEnv } from './host-tool.ts'

const firmwarePath = '/usr/lib/u-boot/qemu_arm/u-boot.bin'

export interface UBootOptions {
  /** File that is its disk; created with these bytes. */
  readonly diskPath: string
  readonly disk: Uint8Array
  readonly console: 'pty' | 'tcp'
  /** Left out: no network. */
  readonly network?: UBootNetwork
}

/** `user`: QEMU's own, behind which loopback of this machine can be reached; or a tap device of a network namespace. */
export type UBootNetwork = 'user' | { readonly namespace: string; readonly tap: string }

export interface UBootMachine extends AsyncDisposable {
  /** Where its console can be opened: `/dev/pts/<n>` or `tcp://127.0.0.1:<port>`. */
  readonly address: string
  readonly pid: number
  /** What is on its disk now. */
  readDisk(): Promise<Uint8Array>
  /** Power off and on again; resolves when QEMU did it, not when it booted. */
  powerCycle(): Promise<void>
  /** Ends it. Resolves when the process is gone. Idempotent. */
  stop(): Promise<void>
}

const consoles = {
  pty: 'pty,id=console',
  // Port 0: QEMU takes a free one and tells which.
  tcp: 'socket,id=console,host=127.0.0.1,port=0,server=on,wait=off,nodelay=on',
}

/** Resolves when its console can be opened; it boots by then. Errors name the Debian package that is missing. */
export async function startUBoot(options: UBootOptions): Promise<UBootMachine> {
  await access(firmwarePath).catch((error: unknown) => {
    throw new Error(`${firmwarePath} is missing: install the Debian package u-boot-qemu`, { cause: error })
  })
  await writeFile(options.diskPath, options.disk)
  const arguments_ = [
    ...['-M', 'virt', '-m', '128', '-display', 'none', '-monitor', 'none', ...networkArguments(options)],
    ...['-bios', firmwarePath, '-qmp', 'stdio'],
    ...['-chardev', consoles[options.console], '-serial', 'chardev:console'],
    // Write-through: what the device was told is written is in the file.
    ...['-drive', `if=none,id=disk,format=raw,file=${options.diskPath},cache=writethrough`],
    ...['-device', 'virtio-blk-device,drive=disk'],
  ]
  const { network } = options
  const prefix = typeof network === 'object' ? ['ip', 'netns', 'exec', network.namespace] : []
  const [command = '', ...rest] = [...prefix, 'qemu-system-arm', ...arguments_]
  const qemu = spawn(command, rest, { env: toolEnv })
  const gone = once(qemu, 'close').catch(() => undefined)
  // A test run that is broken off must not leave a machine behind that burns a processor.
  const kill = () => qemu.kill('SIGKILL')
  process.once('exit', kill)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    kill()
    await gone
  }
  try {
    await once(qemu, 'spawn').catch((error: unknown) => {
      throw missingTool(command, error)
    })
    const monitor = new QemuMonitor(qemu)
    await monitor.run('qmp_capabilities')
    const address = consoleAddress(await monitor.run('query-chardev'))
    return {
      address,
      pid: qemu.pid ?? -1,
      readDisk: () => readFile(options.diskPath),
      powerCycle: async () => void (await monitor.run('system_reset')),
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function networkArguments({ network }: UBootOptions): string[] {
  if (network === undefined) return ['-nic', 'none']
  const carrier =
    network === 'user' ? 'user,id=net' : `tap,id=net,ifname=${network.tap},script=no,downscript=no`
  return ['-netdev', carrier, '-device', 'virtio-net-device,netdev=net']
}

const chardevsSchema = z.array(z.object({ label: z.string(), filename: z.string() }))

function consoleAddress(reply: unknown): string {
  const name = chardevsSchema.parse(reply).find(({ label }) => label === 'console')?.filename ?? ''
  const [, pty, port] = /^pty:(\/dev\/pts\/\d+)$|tcp:127\.0\.0\.1:(\d+)/.exec(name) ?? []
  if (pty) return pty
  if (port) return `tcp://127.0.0.1:${port}`
  throw new Error(`QEMU's console is at "${name}"`)
}

const replySchema = z.union([
  z.object({ return: z.unknown() }),
  z.object({ error: z.object({ desc: z.string() }) }),
])

/** One command at a time; events in between are not asked for. */
class QemuMonitor {
  readonly #qemu: ChildProcessWithoutNullStreams
  readonly #lines: AsyncIterator<string>
  #complaint = ''

  constructor(qemu: ChildProcessWithoutNullStreams) {
    this.#qemu = qemu
    this.#lines = createInterface({ input: qemu.stdout })[Symbol.asyncIterator]()
    qemu.stdin.on('error', () => {})
    qemu.stderr.on('data', (bytes: Buffer) => {
      this.#complaint = (this.#complaint + bytes.toString()).slice(-2000)
    })
  }

  async run(command: string): Promise<unknown> {
    this.#qemu.stdin.write(`${JSON.stringify({ execute: command })}\n`)
    for (;;) {
      const line = await this.#lines.next()
      if (line.done) throw new Error(`QEMU ended during ${command}: ${this.#complaint}`)
      // QEMU also prints the name of its PTY there, as a sentence.
      if (!line.value.startsWith('{')) continue
      const reply = replySchema.safeParse(JSON.parse(line.value))
      if (!reply.success) continue
      if ('error' in reply.data) throw new Error(`QEMU refused ${command}: ${reply.data.error.desc}`)
      return reply.data.return
    }
  }
}
