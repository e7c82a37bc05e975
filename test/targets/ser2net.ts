// Starts the real serial server ser2net 4 in front of a serial device, raw or with RFC 2217. On a pseudo terminal it takes
// rates and never answers about DTR and RTS.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { missingTool, toolEnv } from './host-tool.ts'

export interface SerialServer extends AsyncDisposable {
  /** `tcp://127.0.0.1:<port>` or `rfc2217://127.0.0.1:<port>` */
  readonly address: string
  /** Is gone without a word, as after a power cut. */
  readonly kill: () => void
}

const accepters = { tcp: 'tcp', rfc2217: 'telnet(rfc2217),tcp' } as const
export type ServedAs = keyof typeof accepters

/** Resolves when it listens. The device is opened when a client connects. */
export async function startSer2net(
  devicePath: string,
  scheme: ServedAs,
  baudRate: number,
): Promise<SerialServer> {
  const port = await freePort()
  const config = [
    'connection: &bench',
    `  accepter: ${accepters[scheme]},127.0.0.1,${port}`,
    `  connector: serialdev,${devicePath},${baudRate}n81,local`,
    '  options: { chardelay: false }',
    '',
  ].join('\n')
  const child = spawn('ser2net', ['-n', '-u', '-Y', config], { env: toolEnv, stdio: 'ignore' })
  const exited = once(child, 'exit').catch((error: unknown) => {
    throw missingTool('ser2net', error)
  })
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  // It says nothing when it is ready, and a connection would open the device.
  while (!(await isListening(port)))
    await Promise.race([
      sleep(10),
      exited.then(() => {
        throw new Error('ser2net ended')
      }),
    ])
  return {
    address: `${scheme}://127.0.0.1:${port}`,
    kill,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill)
      kill()
      await exited
    },
  }
}

/** Nobody listens there at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function isListening(port: number): Promise<boolean> {
  const local = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`
  const sockets = await readFile('/proc/net/tcp', 'utf8')
  return sockets.split('\n').some((line) => {
    const [, at, , state] = line.trim().split(/\s+/)
    return at === local && state === '0A'
  })
}
