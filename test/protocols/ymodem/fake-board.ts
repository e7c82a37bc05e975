// A board with a command line in front of its YMODEM receiver, for tests: echoes, stores, digests and boots as told.
// Its own words and commands, so that nothing in the protocol can lean on one real boot loader.
import { crc32 } from 'node:zlib'
import type { Link } from '../../../main/transports/link.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { FakeReceiver, type FakeReceiverOptions } from './fake-receiver.ts'

export interface FakeBoardOptions {
  readonly blocks?: number
  readonly receiver?: FakeReceiverOptions
  /** Receives instead of the YMODEM receiver; null: it did not get the file. */
  readonly takeFile?: (link: Link, signal: AbortSignal) => Promise<Uint8Array | null>
  /** What it says to `store`; null: nothing, for ever. */
  readonly storeAnswer?: string | null
  /** Flips a bit between RAM and storage. */
  readonly lies?: boolean
}

export const blockBytes = 512

export class FakeBoard {
  readonly commands: string[] = []
  storage: Uint8Array = new Uint8Array(0)
  boots = 0
  readonly #link: Link
  readonly #options: FakeBoardOptions
  readonly #signal: AbortSignal
  #ram: Uint8Array = new Uint8Array(0)

  constructor(link: Link, signal: AbortSignal, options: FakeBoardOptions = {}) {
    this.#link = link
    this.#options = options
    this.#signal = signal
  }

  async run(): Promise<void> {
    try {
      for (;;) await this.#command(await this.#line())
    } catch (error) {
      if (!(error instanceof FlashlineError && error.code === 'LINK_LOST') && !this.#signal.aborted)
        throw error
    }
  }

  async #command(line: string): Promise<void> {
    await this.#print(`${line}\r\n`)
    const [name = '', ...words] = line.split(' ')
    if (name !== '') this.commands.push(line)
    switch (name) {
      case 'info':
        await this.#print(`storage: ${this.#options.blocks ?? 64} blocks of ${blockBytes}\r\n`)
        break
      case 'take':
        await this.#take()
        break
      case 'fill':
        this.#ram = Buffer.concat([this.#ram, new Uint8Array(Number.parseInt(words[1] ?? '', 16)).fill(0xff)])
        await this.#print('filled\r\n')
        break
      case 'store':
        if (this.#options.storeAnswer === null) await new Promise<never>((_, reject) => this.#onAbort(reject))
        this.storage = this.#ram.slice(0, Number.parseInt(words[1] ?? '', 16) * blockBytes)
        if (this.#options.lies) this.storage[3] = (this.storage[3] ?? 0) ^ 0x10
        await this.#print(this.#options.storeAnswer ?? 'stored\r\n')
        break
      case 'digest': {
        const size = Number.parseInt(words[0] ?? '', 16)
        await this.#print(`crc ${crc32(this.storage.subarray(0, size)).toString(16).padStart(8, '0')}\r\n`)
        break
      }
      case 'boot':
        this.boots += 1
        await this.#print('booting\r\n')
        return
    }
    await this.#print('> ')
  }

  async #take(): Promise<void> {
    await this.#print('send now\r\n')
    if (this.#options.takeFile) {
      const bytes = await this.#options.takeFile(this.#link, this.#signal)
      this.#ram = bytes ?? new Uint8Array(0)
      return this.#print(bytes ? `got ${bytes.length} bytes\r\n` : 'aborted\r\n')
    }
    const receiver = new FakeReceiver(this.#link, this.#signal, this.#options.receiver)
    await receiver.run()
    const file = receiver.files[0]
    this.#ram = file?.bytes ?? new Uint8Array(0)
    await this.#print(file ? `got ${file.bytes.length} bytes of ${file.name}\r\n` : 'aborted\r\n')
  }

  async #line(): Promise<string> {
    let text = ''
    for (;;) {
      const [byte = 0] = await this.#link.read({
        atLeast: 1,
        atMost: 1,
        timeoutMs: Number.POSITIVE_INFINITY,
        signal: this.#signal,
      })
      if (byte === 0x0d) return text
      // Cancels that come after the receiver left are no text.
      if (byte !== 0x18) text += String.fromCharCode(byte)
    }
  }

  #print(text: string): Promise<void> {
    return this.#link.write(Buffer.from(text), this.#signal)
  }

  #onAbort(reject: (reason: unknown) => void): void {
    this.#signal.addEventListener('abort', () => reject(this.#signal.reason), { once: true })
  }
}
