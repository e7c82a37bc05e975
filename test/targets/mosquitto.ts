// Starts the real broker: Debian's mosquitto on loopback, with passwords, an access list and its own certificates.
// Listeners: plain with a password; TLS; TLS under a name that its certificate does not have; TLS that wants a client
// certificate. All are of one broker.
import { type ChildProcess, spawn } from 'node:child_process'
import { pbkdf2Sync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { BrokerOptions } from '../../main/transports/mqtt.ts'
import { missingTool, runTool, toolEnv } from './host-tool.ts'

/** `station` may do everything but touch `secret/`; `device` may do everything. */
export const password = 'pass word/5'

export interface Mosquitto extends AsyncDisposable {
  readonly urls: Readonly<Record<'plain' | 'tls' | 'tlsOtherName' | 'tlsClient', string>>
  readonly ports: Readonly<Record<'plain', number>>
  readonly caPem: string
  readonly client: { readonly certPem: string; readonly key: string }
  /** For openBroker: the user `station` at the plain listener. */
  options(changed?: Partial<BrokerOptions>): BrokerOptions
  /** Dies without a word to anybody. */
  kill(): Promise<void>
  /** As it was, on the same ports; what it kept is gone. */
  start(): Promise<void>
}

export async function startMosquitto(): Promise<Mosquitto> {
  const folder = await mkdtemp(join(tmpdir(), 'flashline-mosquitto-'))
  const file = (name: string) => join(folder, name)
  const [plain, tls, tlsOtherName, tlsClient] = await freePorts(4)
  await makeCertificates(folder)
  await writeFile(file('access.json'), JSON.stringify(accessRules()))
  const identity = (name: string) => [`certfile ${file(`${name}.pem`)}`, `keyfile ${file(`${name}.key`)}`]
  const settings = [
    // As root it would become a user who cannot read these files.
    ...['user root', 'per_listener_settings false', 'allow_anonymous false', 'persistence false'],
    // Its access lists in a file do not look at subscriptions; its plug-in does.
    ...[`plugin ${accessPlugin()}`, `plugin_opt_config_file ${file('access.json')}`, 'log_dest stderr'],
    `listener ${plain} 127.0.0.1`,
    ...[`listener ${tls} 127.0.0.1`, ...identity('server')],
    ...[`listener ${tlsOtherName} 127.0.0.1`, ...identity('other')],
    ...[`listener ${tlsClient} 127.0.0.1`, ...identity('server'), `cafile ${file('ca.pem')}`],
    ...['require_certificate true', 'use_identity_as_username true'],
  ]
  await writeFile(file('mosquitto.conf'), `${settings.join('\n')}\n`)

  let running: ChildProcess | null = null
  const end = () => running?.kill('SIGKILL')
  // A test run that is broken off must not leave a broker behind.
  process.once('exit', end)
  const kill = async () => {
    if (running === null) return
    const gone = once(running, 'close')
    end()
    await gone
    running = null
  }
  const start = async () => {
    running = await startProcess(file('mosquitto.conf'))
  }
  await start()
  const urls = {
    plain: `mqtt://127.0.0.1:${plain}`,
    tls: `mqtts://localhost:${tls}`,
    tlsOtherName: `mqtts://localhost:${tlsOtherName}`,
    tlsClient: `mqtts://localhost:${tlsClient}`,
  }
  return {
    urls,
    ports: { plain: plain ?? 0 },
    caPem: await readFile(file('ca.pem'), 'utf8'),
    client: {
      certPem: await readFile(file('client.pem'), 'utf8'),
      key: await readFile(file('client.key'), 'utf8'),
    },
    options: (changed = {}) => ({
      url: urls.plain,
      username: 'station',
      caPem: '',
      certPem: '',
      password: () => password,
      clientKey: () => '',
      log: { warn: () => {} },
      ...changed,
    }),
    kill,
    start,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', end)
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function accessPlugin(): string {
  const [path] = globSync('/usr/lib/*/mosquitto_dynamic_security.so')
  if (path === undefined) throw missingTool('mosquitto', null)
  return path
}

function accessRules(): object {
  const salt = randomBytes(12)
  const iterations = 101
  const secret = {
    password: pbkdf2Sync(password, salt, iterations, 64, 'sha512').toString('base64'),
    salt: salt.toString('base64'),
    iterations,
  }
  const deny = (acltype: string) => ({ acltype, topic: 'secret/#', priority: 0, allow: false })
  const all = { publishClientSend: true, publishClientReceive: true, subscribe: true, unsubscribe: true }
  return {
    defaultACLAccess: all,
    clients: [
      { username: 'station', ...secret, roles: [{ rolename: 'station' }] },
      { username: 'device', ...secret, roles: [] },
    ],
    roles: [{ rolename: 'station', acls: [deny('publishClientSend'), deny('subscribePattern')] }],
  }
}

async function startProcess(settingsPath: string): Promise<ChildProcess> {
  const child = spawn('mosquitto', ['-c', settingsPath], {
    env: toolEnv,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await once(child, 'spawn').catch((error: unknown) => {
    throw missingTool('mosquitto', error)
  })
  const said: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line)
    if (/mosquitto version .* running/.test(line)) {
      child.stderr.resume()
      return child
    }
  }
  throw new Error(`mosquitto did not start: ${said.join('\n')}`)
}

/** An authority; a server that is localhost and one that is not; a client called `station`. */
async function makeCertificates(folder: string): Promise<void> {
  const file = (name: string) => join(folder, name)
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const authority = [...newKey, '-days', '30', '-subj', '/CN=plant authority']
  await runTool('openssl', ['req', '-x509', ...authority, '-keyout', file('ca.key'), '-out', file('ca.pem')])
  const signed = async (name: string, subject: string, names: string) => {
    const request = [...newKey, '-subj', `/CN=${subject}`, '-keyout', file(`${name}.key`)]
    await runTool('openssl', ['req', ...request, '-out', file(`${name}.csr`)])
    await writeFile(file(`${name}.ext`), `subjectAltName=${names}\n`)
    const by = ['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-days', '30']
    const out = ['-extfile', file(`${name}.ext`), '-out', file(`${name}.pem`)]
    await runTool('openssl', ['x509', '-req', '-in', file(`${name}.csr`), ...by, ...out])
  }
  await signed('server', 'localhost', 'DNS:localhost,IP:127.0.0.1')
  await signed('other', 'broker.example', 'DNS:broker.example')
  await signed('client', 'station', 'DNS:station')
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'))
  await Promise.all(servers.map((server) => once(server, 'listening')))
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => once(server.close(), 'close')))
  return ports
}
