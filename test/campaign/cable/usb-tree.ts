// A made-up USB tree: places that simulated devices are plugged into, shown as Linux shows them in sysfs and /dev, so that
// the station's own discovery reads it. The kernel's habits are here: a device file is the first free number, and gone at
// once when the cable is pulled. Opening such a file joins the link to whatever is behind it.
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { SimulatedUnit } from '../../../main/practice/unit.ts'
import type { UsbBus } from '../../../main/station/station.ts'
import type { Link, OpenLink } from '../../../main/transports/link.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'

/** How a device is plugged in. */
export interface Plugging {
  /** As the chip of its adapter says; many say the same, or nothing. */
  readonly serialNumber?: string
  /** The number of its device file; left out: the first free one. */
  readonly number?: number
}

interface Plugged {
  readonly unit: SimulatedUnit
  readonly name: string
}

const bus = 'devices/pci0000:00/0000:00:14.0/usb1'

export class UsbTree {
  readonly usb: UsbBus
  readonly #root: string
  readonly #plugged = new Map<number, Plugged>()
  readonly #openLinks = new Map<string, Link>()
  #turn: Promise<void> = Promise.resolve()

  static async create(): Promise<UsbTree> {
    const root = await mkdtemp(join(tmpdir(), 'flashline-usb-'))
    await mkdir(join(root, 'sys/class/tty'), { recursive: true })
    await mkdir(join(root, 'dev'))
    return new UsbTree(root)
  }

  private constructor(root: string) {
    this.#root = root
    const sources = { platform: 'linux', sysRoot: join(root, 'sys'), devRoot: join(root, 'dev') } as const
    this.usb = { sources, open: this.#open }
  }

  /** The slot of a place, whatever is in it. */
  slotId(place: number): string {
    return `usb:usb-1-${place}:1.0`
  }

  /** The name of the device file of what is in this place now; null: nothing is. */
  nameAt(place: number): string | null {
    return this.#plugged.get(place)?.name ?? null
  }

  /** Into an empty place. The device gets power. */
  async plug(place: number, unit: SimulatedUnit, { serialNumber, number }: Plugging = {}): Promise<void> {
    const taken = new Set([...this.#plugged.values()].map(({ name }) => name))
    let free = number ?? 0
    while (taken.has(`ttyUSB${free}`)) free += 1
    const name = `ttyUSB${free}`
    this.#plugged.set(place, { unit, name })
    unit.onCut = () => void this.unplug(place)
    unit.powerOn()
    await this.#inTurn(() => this.#show(place, name, serialNumber))
  }

  /** Nothing happens when nothing is in it. */
  async unplug(place: number): Promise<void> {
    const plugged = this.#plugged.get(place)
    this.#plugged.delete(place)
    if (plugged) {
      plugged.unit.onCut = null
      plugged.unit.cut()
    }
    await this.#inTurn(() => (plugged ? this.#hide(place, plugged.name) : Promise.resolve()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const place of [...this.#plugged.keys()]) await this.unplug(place)
    await rm(this.#root, { recursive: true, force: true })
  }

  async #show(place: number, name: string, serialNumber: string | undefined): Promise<void> {
    const { face, port } = this.#folders(place, name)
    await mkdir(join(port, 'tty', name), { recursive: true })
    const facts = { idVendor: '10c4', idProduct: 'ea60', manufacturer: 'Silicon Labs', serial: serialNumber }
    for (const [file, text] of Object.entries(facts))
      if (text !== undefined) await writeFile(join(dirname(face), file), `${text}\n`)
    await symlink(port, join(port, 'tty', name, 'device'))
    await symlink(join(port, 'tty', name), join(this.#root, 'sys/class/tty', name))
    await writeFile(join(this.#root, 'dev', name), '')
  }

  async #hide(place: number, name: string): Promise<void> {
    await rm(join(this.#root, 'dev', name), { force: true })
    await rm(join(this.#root, 'sys/class/tty', name), { force: true })
    await rm(dirname(this.#folders(place, name).face), { recursive: true, force: true })
  }

  /** The kernel shows and hides one after the other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }

  /** Of the interface, and of the port behind it. */
  #folders(place: number, name: string): { face: string; port: string } {
    const face = join(this.#root, 'sys', bus, `1-${place}/1-${place}:1.0`)
    return { face, port: join(face, name) }
  }

  readonly #open: OpenLink = async (address, { baudRate, signal }) => {
    signal.throwIfAborted()
    const found = [...this.#plugged.values()].find(({ name }) => join(this.#root, 'dev', name) === address)
    if (!found) throw new FlashlineError('LINK_NOT_FOUND', { address })
    if (this.#openLinks.has(found.name)) throw new FlashlineError('LINK_BUSY', { address })
    const { unit, name } = found
    const { onWire } = unit
    const cable = createLinkPair({ address, ...(onWire && { wire: { baudRate, onChange: onWire } }) })
    this.#openLinks.set(name, cable.host)
    void cable.host.closed.then(
      () => this.#openLinks.get(name) === cable.host && this.#openLinks.delete(name),
    )
    unit.attach(cable)
    onWire?.({ baudRate, parity: 'none', dtr: true, rts: true })
    return cable.host
  }
}
