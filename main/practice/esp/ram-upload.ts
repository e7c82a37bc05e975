// What a host uploads into the RAM of a simulated ESP chip. It cannot be run, so it is compared with what esptool-js
// ships: the flasher stub of this very chip, byte for byte, started where it begins, behaves like the stub; anything
// else crashes.
import type { EspModel } from './models.ts'

const largestUploadBytes = 128 * 1024

interface Stub {
  readonly entry: number
  readonly text: string
  readonly text_start: number
  readonly data: string
  readonly data_start: number
}

export class RamUpload {
  readonly #parts = new Map<number, Buffer>()
  #at: { readonly start: number; readonly bytes: Buffer; filled: number; nextBlock: number } | null = null

  /** False: it cannot be. */
  begin(address: number, sizeBytes: number): boolean {
    if (sizeBytes > largestUploadBytes) return false
    this.#at = { start: address, bytes: Buffer.alloc(sizeBytes), filled: 0, nextBlock: 0 }
    return true
  }

  /** False: not begun, out of order, or more than was announced. */
  take(block: number, bytes: Uint8Array): boolean {
    const at = this.#at
    if (at === null || block !== at.nextBlock || at.filled + bytes.length > at.bytes.length) return false
    at.bytes.set(bytes, at.filled)
    at.filled += bytes.length
    at.nextBlock += 1
    if (at.filled === at.bytes.length && this.#parts.size < 16) this.#parts.set(at.start, at.bytes)
    return true
  }

  async isStub(model: EspModel, entry: number): Promise<boolean> {
    const stub = await shippedStub(model)
    const holds = (address: number, base64: string) =>
      this.#parts.get(address)?.equals(Buffer.from(base64, 'base64')) ?? false
    return entry === stub.entry && holds(stub.text_start, stub.text) && holds(stub.data_start, stub.data)
  }
}

async function shippedStub(model: EspModel): Promise<Stub> {
  const load = {
    esp32: () => import('esptool-js/lib/targets/stub_flasher/esp32.json', { with: { type: 'json' } }),
    esp32c3: () => import('esptool-js/lib/targets/stub_flasher/esp32c3.json', { with: { type: 'json' } }),
    esp32s3: () => import('esptool-js/lib/targets/stub_flasher/esp32s3.json', { with: { type: 'json' } }),
    esp8266: () => import('esptool-js/lib/targets/stub_flasher/esp8266.json', { with: { type: 'json' } }),
  }[model]
  return (await load()).default
}
