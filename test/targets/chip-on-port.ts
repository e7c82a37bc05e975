// Puts a simulated unit where a host tool that nobody here wrote can reach it: behind a TCP port, or behind a pseudo
// terminal that socat keeps. Neither has modem lines, parity or a rate: the unit takes what comes.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, watch } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SimulatedUnit } from '../../main/practice/unit.ts'
import { CarriedLink } from '../../main/transports/carried-link.ts'
import type { LinkPair } from '../../main/transports/memory.ts'
import { missingTool } from './host-tool.ts'

export interface OnTcp extends AsyncDisposable {
  readonly port: number
  /** `tcp://127.0.0.1:port` */
  readonly address: string
}

/** Each connection is a new cable; the one before is pulled. The unit gets power, and keeps it when a client leaves. */
export async function chipOnTcp(unit: SimulatedUnit): Promise<OnTcp> {
  const server = createServer({ noDelay: true }, (socket) => unit.attach(cableOver(socket)))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  unit.powerOn()
  const { port } = server.address() as AddressInfo
  return {
    port,
    address: `tcp://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await unit.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export interface OnPty extends AsyncDisposable {
  /** Path of the pseudo terminal. */
  readonly path: string
  readonly tcp: OnTcp
}

/** A unit behind a pseudo terminal: the tool opens `path` as its serial port. */
export async function chipOnPty(unit: SimulatedUnit): Promise<OnPty> {
  const tcp = await chipOnTcp(unit)
  const folder = await mkdtemp(join(tmpdir(), 'flashline-pty-'))
  const path = join(folder, 'tty')
  // Opens the other side only when a tool opens the terminal, and again for the next tool.
  const socat = spawn('socat', [`pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${tcp.port},nodelay`], {
    stdio: 'ignore',
  })
  await appeared(path, folder, socat)
  return {
    path,
    tcp,
    async [Symbol.asyncDispose]() {
      if (socat.exitCode === null && socat.signalCode === null) {
        const gone = once(socat, 'exit')
        // Asked politely while it closes by itself, it sometimes waits for itself for ever; it keeps nothing.
        socat.kill('SIGKILL')
        await gone
      }
      await tcp[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function appeared(path: string, folder: string, socat: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    const watcher = watch(folder, () => check())
    const end = (error?: unknown) => {
      watcher.close()
      if (error === undefined) resolve()
      else reject(error)
    }
    const check = () => existsSync(path) && end()
    socat.once('error', (error) => end(missingTool('socat', error)))
    socat.once('exit', (code) => end(new Error(`socat ended with ${code}`)))
    check()
  })
}

function cableOver(socket: Socket): Pick<LinkPair, 'device' | 'pull'> {
  const nothing = async () => {}
  const device = new CarriedLink('tcp://client', {
    pieceBytes: 64 * 1024,
    hasSignals: false,
    stallMs: () => 30_000,
    writePiece: (bytes) =>
      new Promise((resolve, reject) => socket.write(bytes, (error) => (error ? reject(error) : resolve()))),
    drain: nothing,
    setBaud: nothing,
    setParity: nothing,
    setSignals: nothing,
    release: async () => {
      socket.destroy()
    },
  })
  socket.on('data', (bytes: Buffer) => device.received(bytes))
  socket.on('error', (error) => device.lost({}, error))
  socket.on('close', () => device.lost())
  return { device, pull: () => socket.destroy() }
}
