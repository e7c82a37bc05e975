// A simulated device that is told over HTTP to fetch its image: fetches, checks, stores, restarts, says the new version. Its
// flash is two places in memory, one of which runs. Not here: what it says (dialects.ts), how it fetches (fetch-image.ts).
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { decodeDemoImage } from '../../demo-image.ts'
import type { UnitIdentity } from '../../unit.ts'
import type { SimulatedLanUnit } from '../lan-unit.ts'
import { answerPage, type DeviceFacts, type PageAnswer, type PullDialect } from './dialects.ts'
import { fetchImage } from './fetch-image.ts'
import { noPullFaults, type PullFaults } from './pull-faults.ts'

export interface PullUnitOptions {
  readonly device: UnitIdentity
  readonly dialect: PullDialect
  /** What it runs at first: an image of the demo product. */
  readonly firmware: Uint8Array
  /** Of HTTP basic authentication, for the user `admin`. "": none is asked for. */
  readonly password?: string
  /** Bytes that it fetches at once; null: all of them. */
  readonly pieceBytes?: number | null
  readonly slotBytes?: number
  /** How long it runs on after it took an image, and says so. */
  readonly lingerMs?: number
  /** How long it is away. */
  readonly restartMs?: number
  readonly faults?: Partial<PullFaults>
}

const loopback = '127.0.0.1'
const maxBodyBytes = 4096

type Update = Extract<PageAnswer, { kind: 'update' }>

export class PullUnit implements SimulatedLanUnit {
  readonly device: UnitIdentity
  readonly faults: PullFaults
  /** Starts since the first one. */
  restarts = 0
  readonly #options: PullUnitOptions
  readonly #life = new AbortController()
  #running: Buffer
  #stored: Buffer
  #progress: DeviceFacts['progress'] = { state: 'idle', percent: 0 }
  #otaUrl = ''
  #port = 0
  #server: Server | null = null
  #update: Promise<boolean> | null = null

  constructor(options: PullUnitOptions) {
    this.device = options.device
    this.faults = { ...noPullFaults, ...options.faults }
    this.#options = options
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
    const server = createServer((request, response) => {
      void this.#answer(request, response).catch(() => response.destroy())
    })
    server.listen(this.faults.moves && this.restarts > 0 ? 0 : this.#port, loopback)
    await once(server, 'listening')
    const bound = server.address()
    this.#port = typeof bound === 'object' && bound ? bound.port : 0
    this.#server = server
  }

  async close(): Promise<void> {
    this.#life.abort()
    await this.#update
    await this.#shut()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { lateMs, refuses, answersAtTheEnd } = this.faults
    const target = new URL(request.url ?? '/', 'http://device')
    const body = await bodyOf(request)
    if (lateMs > 0) await sleep(lateMs, undefined, { signal: this.#life.signal })
    const { password = '' } = this.#options
    const wanted = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`
    if (password !== '' && request.headers.authorization !== wanted) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="device"' }).end()
      return
    }
    const asked = { method: request.method ?? '', path: target.pathname, query: target.searchParams, body }
    const answer = answerPage(this.#options.dialect, asked, this.#facts)
    if (answer.kind === 'unknown') return say(response, 404, { error: 'not found' })
    if (answer.kind === 'otaUrl') this.#otaUrl = answer.url
    if (answer.kind !== 'update') return say(response, 200, answer.json)
    if (refuses !== null) return say(response, 400, { error: refuses })
    if (this.#progress.state === 'updating') return say(response, 409, { error: 'busy' })
    const update = this.#begin(answer)
    if (!answersAtTheEnd) return say(response, 200, answer.json)
    const isDone = await update
    say(response, isDone ? 200 : 500, isDone ? answer.json : { error: 'update failed' })
  }

  /** Returns whether the image was taken; the restart comes afterwards. */
  #begin(order: Update): Promise<boolean> {
    this.#progress = { state: 'updating', percent: 0 }
    const work = this.#fetch(order)
    this.#update = work.then(async (isDone) => {
      if (isDone) await this.#restart()
      return isDone
    })
    return work
  }

  async #fetch({ url, md5 }: Update): Promise<boolean> {
    const { slotBytes = 1_048_576, pieceBytes = null } = this.#options
    const { faults } = this
    const { signal } = this.#life
    const image = faults.neverFetches
      ? null
      : await fetchImage({ url, pieceBytes, maxBytes: slotBytes, faults, signal })
    if (image !== null && faults.lieAt !== null) image[faults.lieAt] = (image[faults.lieAt] ?? 0) ^ 0x10
    const isRight = image !== null && (md5 === null || createHash('md5').update(image).digest('hex') === md5)
    const isDone = isRight && decodeDemoImage(image) !== null
    if (isDone) this.#stored = image
    this.#progress = isDone ? { state: 'done', percent: 100 } : { state: 'failed', percent: 0 }
    return isDone
  }

  async #restart(): Promise<void> {
    const { signal } = this.#life
    const { lingerMs = 0 } = this.#options
    if (lingerMs > 0) await sleep(lingerMs, undefined, { signal }).catch(() => {})
    await this.#shut()
    await sleep(this.#options.restartMs ?? 20, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    if (!this.faults.bootsOldFirmware) this.#running = this.#stored
    this.#progress = { state: 'idle', percent: 0 }
    this.restarts += 1
    await this.start()
  }

  get #facts(): DeviceFacts {
    return {
      device: this.device,
      version: this.version,
      progress: this.#progress,
      otaUrl: this.#otaUrl,
    }
  }

  /** Answers that are under way are finished first. */
  async #shut(): Promise<void> {
    const server = this.#server
    this.#server = null
    if (!server) return
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeIdleConnections()
    if (this.#life.signal.aborted) server.closeAllConnections()
    await closed
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request) {
    if (!Buffer.isBuffer(chunk)) continue
    sizeBytes += chunk.length
    if (sizeBytes > maxBodyBytes) throw new Error('body too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function say(response: ServerResponse, status: number, json: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' })
    .end(JSON.stringify(json))
}
