// A simulated device that takes its image by an HTTP request: stores it, restarts, says the new version. Its flash is two
// places in memory, one of which runs. Not here: what it says (http-dialects.ts), how it reads (take-body.ts).
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSafeServer } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeDemoImage } from '../../demo-image.ts'
import type { UnitIdentity } from '../../unit.ts'
import type { SimulatedLanUnit } from '../lan-unit.ts'
import { type HttpDialect, type Page, pageAt, uploadAnswer, uploadWays } from './http-dialects.ts'
import { type HttpFaults, noHttpFaults } from './http-faults.ts'
import { HttpLogin, type HttpLoginKind } from './http-login.ts'
import { fileIn, takeBody } from './take-body.ts'

export interface HttpUnitOptions {
  readonly device: UnitIdentity
  readonly dialect: HttpDialect
  /** What it runs at first: an image of the demo product. */
  readonly firmware: Uint8Array
  /** For the user `admin`. "": none is asked for. */
  readonly password?: string
  readonly login?: HttpLoginKind
  readonly slotBytes?: number
  /** How long it is away. */
  readonly restartMs?: number
  /** It speaks TLS with this. */
  readonly tls?: { readonly cert: string; readonly key: string }
  readonly faults?: Partial<HttpFaults>
}

const loopback = '127.0.0.1'

export class HttpUnit implements SimulatedLanUnit {
  readonly device: UnitIdentity
  readonly faults: HttpFaults
  /** Starts since the first one. */
  restarts = 0
  /** Uploads that came, whatever became of them. */
  uploads = 0
  readonly #options: HttpUnitOptions
  readonly #login: HttpLogin
  readonly #life = new AbortController()
  #mac: string
  #running: Buffer
  #stored: Buffer
  #startedAtMs = 0
  #port = 0
  #server: Server | null = null

  constructor(options: HttpUnitOptions) {
    this.device = options.device
    this.faults = { ...noHttpFaults, ...options.faults }
    this.#options = options
    this.#login = new HttpLogin(options.password ?? '', options.login ?? 'basic')
    this.#mac = options.device.mac
    this.#running = Buffer.from(options.firmware)
    this.#stored = this.#running
  }

  get address(): string {
    return `lan://${loopback}:${this.#port}`
  }

  get version(): string {
    return decodeDemoImage(this.#running)?.version ?? ''
  }

  get stored(): Buffer {
    return this.#stored
  }

  async start(): Promise<void> {
    const answer = (request: IncomingMessage, response: ServerResponse) => {
      void this.#answer(request, response).catch(() => response.destroy())
    }
    const { tls } = this.#options
    const server = tls ? createSafeServer(tls, answer) : createServer(answer)
    server.listen(this.faults.moves && this.restarts > 0 ? 0 : this.#port, loopback)
    await once(server, 'listening')
    const bound = server.address()
    this.#port = typeof bound === 'object' && bound ? bound.port : 0
    this.#startedAtMs = performance.now()
    this.#server = server
  }

  async close(): Promise<void> {
    this.#life.abort()
    await this.#shut()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url: path = '/' } = request
    const url = new URL(path, 'http://device')
    const { dialect } = this.#options
    const way = uploadWays[dialect]
    if (this.faults.redirectsTo !== null) {
      response.writeHead(302, { Location: this.faults.redirectsTo }).end()
      return
    }
    if (!this.#login.isKnown(request) && !this.#isKnownByQuery(url)) {
      response.writeHead(401, { 'WWW-Authenticate': this.#login.challenge() }).end('Who are you?')
      return
    }
    if (dialect === 'tasmota' && !request.headers.referer?.startsWith(`http://${loopback}`)) {
      // It only logs that it does not like who sent us here.
      response.destroy()
      return
    }
    if (method === way.method && url.pathname === way.path) await this.#takeUpload(request, response, url)
    else if (method === 'GET') send(response, pageAt(dialect, url, this.#facts()) ?? missing)
    else send(response, missing)
  }

  /** As Tasmota takes it for commands. */
  #isKnownByQuery({ pathname, searchParams }: URL): boolean {
    const { dialect, password } = this.#options
    if (dialect !== 'tasmota' || pathname !== '/cm') return false
    return searchParams.get('user') === 'admin' && searchParams.get('password') === password
  }

  async #takeUpload(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    this.uploads += 1
    const { faults } = this
    const { dialect } = this.#options
    const { field } = uploadWays[dialect]
    const taken = await takeBody(request, this.#roomBytes, faults, this.#life.signal)
    if (taken === null) return
    if (taken.refusal !== null) {
      response.writeHead(taken.refusal, { Connection: 'close' }).end('Not this one')
      return
    }
    const image =
      field === null ? taken.bytes : fileIn(taken.bytes, request.headers['content-type'] ?? '', field)
    const no = this.#refusal() ?? this.#flaw(image, url.searchParams)
    if (no === null && image) this.#store(image)
    if (faults.lateMs > 0) await sleep(faults.lateMs, undefined, { signal: this.#life.signal })
    if (faults.answersForever) {
      response.writeHead(200)
      while (response.write('and on '.repeat(100))) {}
      response.on('drain', () => response.write('and on '.repeat(100)))
    } else send(response, uploadAnswer(dialect, no), faults.answerLacksBytes)
    if (no !== null) return
    await once(response, 'close')
    await this.#restart()
  }

  #refusal(): string | null {
    if (this.faults.refusesTimes <= 0) return null
    this.faults.refusesTimes -= 1
    return this.faults.refuses
  }

  #flaw(image: Buffer | null, query: URLSearchParams): string | null {
    if (image === null || image.length === 0) return 'No file selected'
    if (image.length > this.#roomBytes) return 'Not enough space'
    if (decodeDemoImage(image) === null) return 'Magic byte is not 0xE9'
    const wanted = query.get('md5')
    const found = createHash('md5').update(this.#asStored(image)).digest('hex')
    return wanted === null || wanted === found ? null : 'MD5 Check Failed'
  }

  #asStored(image: Buffer): Buffer {
    const stored = Buffer.from(image)
    const { lieAt } = this.faults
    if (lieAt !== null && lieAt < stored.length) stored[lieAt] = (stored[lieAt] ?? 0) ^ 1
    return stored
  }

  #store(image: Buffer): void {
    this.#stored = this.#asStored(image)
  }

  async #restart(): Promise<void> {
    const { signal } = this.#life
    const { lingersMs, staysAway, bootsOldFirmware, becomesMac } = this.faults
    if (lingersMs > 0) await sleep(lingersMs, undefined, { signal })
    await this.#shut()
    await sleep(this.#options.restartMs ?? 20, undefined, { signal })
    if (staysAway) return
    // What is no whole image is not started.
    if (!bootsOldFirmware && decodeDemoImage(this.#stored)) this.#running = this.#stored
    this.#mac = becomesMac ?? this.#mac
    this.restarts += 1
    await this.start()
  }

  async #shut(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    server.closeAllConnections()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }

  get #roomBytes(): number {
    return this.#options.slotBytes ?? 0x40_0000
  }

  #facts() {
    return {
      version: this.version,
      mac: this.#mac,
      deviceId: this.device.deviceId,
      uptimeSeconds: Math.floor((performance.now() - this.#startedAtMs) / 1000),
      roomBytes: this.faults.saysRoomBytes ?? this.#roomBytes,
    }
  }
}

const missing: Page = { status: 404, type: 'text/plain', text: 'Not found' }

/** `lacksBytes`: fewer than it promises, and then the end. */
function send(response: ServerResponse, { status, type, text }: Page, lacksBytes = 0): void {
  const length = Buffer.byteLength(text) + lacksBytes
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': length, Connection: 'close' })
  if (lacksBytes === 0) response.end(text)
  else response.write(text, () => response.destroy())
}
