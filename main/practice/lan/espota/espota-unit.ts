// A simulated device that takes Arduino OTA: hears invitations, connects back, stores, restarts, and tells on a page what
// it runs. Its flash is two places in memory, one of which runs. Not here: what it says (ota-listener.ts, ota-update.ts).
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadEspApp } from '../../esp/app-image.ts'
import type { EspModel } from '../../esp/models.ts'
import type { UnitIdentity } from '../../unit.ts'
import type { SimulatedLanUnit } from '../lan-unit.ts'
import { type EspotaFaults, noEspotaFaults } from './espota-faults.ts'
import { type OtaAuth, OtaListener } from './ota-listener.ts'
import { type OtaOrder, OtaUpdate } from './ota-update.ts'

export interface EspotaUnitOptions {
  readonly device: UnitIdentity
  /** What it runs at first: an application of this model. */
  readonly firmware: Uint8Array
  readonly model?: EspModel
  readonly slotBytes?: number
  /** "": none is asked for. */
  readonly password?: string
  readonly auth?: OtaAuth
  /** How long it is away. */
  readonly restartMs?: number
  readonly dataTimeoutMs?: number
  readonly faults?: Partial<EspotaFaults>
}

const loopback = '127.0.0.1'
const newestRevision = 999

interface Datagram {
  readonly listener: OtaListener
  readonly udp: Socket
  readonly text: string
  readonly from: RemoteInfo
}

export class EspotaUnit implements SimulatedLanUnit {
  readonly device: UnitIdentity
  readonly faults: EspotaFaults
  /** What came as a file system. */
  fileSystem: Buffer = Buffer.alloc(0)
  /** Starts since the first one. */
  restarts = 0
  readonly #options: EspotaUnitOptions
  #running: Buffer
  #stored: Buffer
  #otaPort = 0
  #pagePort = 0
  #udp: Socket | null = null
  #pages: Server | null = null
  #life = new AbortController()
  #work: Promise<void> = Promise.resolve()

  constructor(options: EspotaUnitOptions) {
    this.device = options.device
    this.faults = { ...noEspotaFaults, ...options.faults }
    this.#options = options
    this.#running = Buffer.from(options.firmware)
    this.#stored = this.#running
  }

  get address(): string {
    return `lan://${loopback}:${this.#otaPort}`
  }

  /** Of `/version`: JSON with version, mac, model and deviceId. */
  get pagePort(): number {
    return this.#pagePort
  }

  get version(): string {
    return loadEspApp(this.#model, this.#running, 0, newestRevision)?.version ?? ''
  }

  get stored(): Buffer {
    return this.#stored
  }

  async start(): Promise<void> {
    const listener = new OtaListener({
      password: this.#options.password ?? '',
      auth: this.#options.auth ?? 'md5',
    })
    const { signal } = this.#life
    const udp = createSocket('udp4')
    udp.on('message', (bytes, from) => {
      if (this.faults.losesDatagrams > 0) this.faults.losesDatagrams -= 1
      // One after the other: it hears nothing while it is busy, and finds it afterwards.
      else
        this.#work = this.#work.then(() =>
          this.#hear({ listener, udp, text: bytes.toString('latin1'), from }, signal),
        )
    })
    udp.bind(this.#otaPort, loopback)
    await once(udp, 'listening')
    this.#udp = udp
    this.#otaPort = udp.address().port
    if (this.faults.movesPages) this.#pagePort = 0
    this.faults.movesPages = false
    await this.#openPages()
  }

  async close(): Promise<void> {
    this.#life.abort()
    await this.#work
    await this.#shut()
  }

  async #hear({ listener, udp, text, from }: Datagram, signal: AbortSignal): Promise<void> {
    const { lateMs, refuses } = this.faults
    if (lateMs > 0) await sleep(lateMs, undefined, { signal }).catch(() => {})
    // What waited for it is gone with its restart.
    if (signal.aborted || udp !== this.#udp) return
    const heard = listener.hear(text)
    if (heard.kind === 'nothing') return
    const say = (said: string) => udp.send(said, from.port, from.address)
    if (heard.kind === 'say') {
      say(heard.text)
      return
    }
    const { order } = heard
    const isEsp8266 = this.#model === 'esp8266'
    const hasRoom = order.sizeBytes <= (this.#options.slotBytes ?? 0x14_0000)
    const no = refuses ?? (hasRoom || !isEsp8266 ? null : 'ERR: ERROR[4]: Not Enough Space')
    say(no ?? 'OK')
    // The larger chip says yes first, and finds out then.
    if (no === null && hasRoom && !this.faults.neverConnects) await this.#update(order, from, signal)
  }

  async #update(order: OtaOrder, from: RemoteInfo, signal: AbortSignal): Promise<void> {
    const isEsp8266 = this.#model === 'esp8266'
    const { dataTimeoutMs = 1000 } = this.#options
    const writeBytes = isEsp8266 ? Number.POSITIVE_INFINITY : 1460
    const { faults } = this
    const update = new OtaUpdate({ host: from.address, order, faults, writeBytes, dataTimeoutMs, signal })
    const end = await update.run()
    if (signal.aborted || end.kind === 'failed') return
    if (end.kind === 'stored' && order.isFileSystem) this.fileSystem = end.bytes
    else if (end.kind === 'stored') this.#stored = end.bytes
    await this.#restart(signal)
  }

  async #restart(signal: AbortSignal): Promise<void> {
    await this.#shut()
    await sleep(this.#options.restartMs ?? 20, undefined, { signal }).catch(() => {})
    if (signal.aborted) return
    const isBootable = loadEspApp(this.#model, this.#stored, 0, newestRevision) !== null
    if (isBootable && !this.faults.bootsOldFirmware) this.#running = this.#stored
    await this.start()
    this.restarts += 1
  }

  async #openPages(): Promise<void> {
    const pages = createServer((request, answer) => {
      const { deviceId, mac } = this.device
      const page = { version: this.version, mac, model: this.#model, deviceId }
      answer.statusCode = request.url === '/version' ? 200 : 404
      answer.setHeader('Content-Type', 'application/json')
      answer.end(request.url === '/version' ? JSON.stringify(page) : '{}')
    })
    pages.listen(this.#pagePort, loopback)
    await once(pages, 'listening')
    this.#pages = pages
    const bound = pages.address()
    this.#pagePort = typeof bound === 'object' && bound ? bound.port : 0
  }

  async #shut(): Promise<void> {
    const [udp, pages] = [this.#udp, this.#pages]
    this.#udp = null
    this.#pages = null
    if (udp) await new Promise<void>((resolve) => udp.close(() => resolve()))
    if (!pages) return
    pages.closeAllConnections()
    await new Promise<void>((resolve) => pages.close(() => resolve()))
  }

  get #model(): EspModel {
    return this.#options.model ?? 'esp32'
  }
}
