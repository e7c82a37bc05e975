// The simulated MCUboot device by its own words: the bytes of its console and of its flash.
import { describe, expect, it } from 'vitest'
import { readMcubootImage } from '../../../main/firmware/formats/mcuboot-image.ts'
import { createMcubootChip, type McubootChipOptions } from '../../../main/practice/smp/mcuboot-chip.ts'
import { buildMcubootImage } from '../../../main/practice/smp/mcuboot-image.ts'
import { type Command, commands, decodeMessage, encodeRequest } from '../../../main/protocols/smp/codec.ts'
import { ConsoleReader, encodeConsole } from '../../../main/protocols/smp/console-frames.ts'
import { createLinkPair } from '../../../main/transports/memory.ts'

const slotBytes = 32 * 1024
const image = buildMcubootImage({ version: '1.0.0', sizeBytes: 4000 })
const signal = new AbortController().signal

/** Talks to a device in plain messages. */
class Talk implements AsyncDisposable {
  readonly chip
  readonly text: string[] = []
  readonly #link
  readonly #reader = new ConsoleReader((bytes) =>
    this.text.push(Buffer.from(bytes).toString('latin1').trim()),
  )
  #sequence = 0

  constructor(options: Partial<McubootChipOptions> = {}) {
    const device = { deviceId: '5', mac: '02F1A5410005', sn: 'SN-5' }
    this.chip = createMcubootChip({ device, stored: image, slotBytes, hasLines: false, ...options })
    this.chip.powerOn()
    const cable = createLinkPair()
    this.chip.attach(cable)
    this.#link = cable.host
  }

  async read(): Promise<void> {
    this.#reader.feed(await this.#link.read({ atLeast: 1, timeoutMs: 5000, signal }))
  }

  async until(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.text.join('\n'))) await this.read()
  }

  async write(text: string): Promise<void> {
    await this.#link.write(Buffer.from(text, 'latin1'), signal)
  }

  async ask(command: Command, body: Record<string, unknown>, version: 0 | 1 = 1): Promise<unknown> {
    this.#sequence += 1
    await this.#link.write(encodeConsole(encodeRequest(version, command, this.#sequence, body)), signal)
    for (;;) {
      const bytes = this.#reader.take()
      const message = bytes && decodeMessage(bytes)
      if (message?.sequence === this.#sequence) return message.body
      if (bytes === null) await this.read()
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link.close()
    await this.chip.close()
  }
}

const chunk = (off: number, end: number, of = image) => ({
  off,
  data: of.subarray(off, end),
  ...(off === 0 && { len: of.length }),
})

describe('images', () => {
  it('are what MCUboot calls one, always the same', () => {
    const built = buildMcubootImage({ version: '2.3.456+7', sizeBytes: 5001 })
    expect(built).toHaveLength(5001)
    expect(readMcubootImage(built)).toMatchObject({ version: '2.3.456+7', totalBytes: 5001, signature: null })
    expect(buildMcubootImage({ version: '2.3.456+7', sizeBytes: 5001 })).toEqual(built)
  })
})

describe('a simulated MCUboot device', () => {
  it('says at boot who it is, and again when it is asked', async () => {
    await using talk = new Talk()
    await talk.until(/APP version 1\.0\.0 running/)
    talk.text.length = 0
    await talk.write('id\r')
    await talk.until(/device 5 mac 02F1A5410005 sn SN-5[\s\S]*APP version 1\.0\.0 running/)
  })

  it('answers an offset that it does not expect with the one that it does', async () => {
    await using talk = new Talk()
    expect(await talk.ask(commands.upload, chunk(100, 200))).toEqual({ off: 0 })
    expect(await talk.ask(commands.upload, chunk(0, 100))).toEqual({ off: 100 })
    expect(await talk.ask(commands.upload, chunk(300, 400))).toEqual({ off: 100 })
    expect(await talk.ask(commands.upload, chunk(100, 400))).toEqual({ off: 400 })
    expect(talk.chip.storage.subarray(slotBytes, slotBytes + 400).equals(image.subarray(0, 400))).toBe(true)
  })

  it('goes on with an upload of the same digest, and begins anew with another one', async () => {
    await using talk = new Talk()
    const sha = new Uint8Array(32).fill(1)
    expect(await talk.ask(commands.upload, { ...chunk(0, 100), sha })).toEqual({ off: 100 })
    expect(await talk.ask(commands.upload, { ...chunk(0, 50), sha })).toEqual({ off: 100 })
    const other = new Uint8Array(32).fill(2)
    expect(await talk.ask(commands.upload, { ...chunk(0, 50), sha: other })).toEqual({ off: 50 })
  })

  it('says no in the words of the version it was asked in', async () => {
    await using talk = new Talk()
    const raw = { off: 0, len: 100, data: new Uint8Array(100) }
    expect(await talk.ask(commands.upload, raw)).toEqual({ err: { group: 1, rc: 23 } })
    expect(await talk.ask(commands.upload, raw, 0)).toEqual({ rc: 1 })
    const unknown = { ...commands.echo, id: 77 }
    expect(await talk.ask(unknown, {})).toEqual({ rc: 8 })
  })

  it('swaps on trial, goes back when nobody confirms, and stays when somebody does', async () => {
    const next = buildMcubootImage({ version: '1.1.0', sizeBytes: 6000 })
    await using talk = new Talk({ bufSize: 8192 })
    const { hash } = readMcubootImage(next)
    const shown = async () => {
      const { images } = Object(await talk.ask(commands.imageState, {}))
      return images.map((slot: Record<string, unknown>) =>
        [slot.slot, slot.version, ...['active', 'confirmed', 'pending'].filter((flag) => slot[flag])].join(
          ' ',
        ),
      )
    }
    await talk.ask(commands.upload, chunk(0, next.length, next))
    expect(await shown()).toEqual(['0 1.0.0 active confirmed', '1 1.1.0'])
    const request = { hash: Buffer.from(hash?.digest ?? '', 'hex'), confirm: false }
    await talk.ask(commands.setImageState, request)
    expect(await shown()).toEqual(['0 1.0.0 active confirmed', '1 1.1.0 pending'])
    await talk.ask(commands.reset, {})
    expect(await shown()).toEqual(['0 1.1.0 active', '1 1.0.0 confirmed'])
    await talk.ask(commands.reset, {})
    expect(await shown()).toEqual(['0 1.0.0 active confirmed', '1 1.1.0'])
    expect(talk.chip.storage.subarray(0, image.length).equals(image)).toBe(true)
    await talk.ask(commands.setImageState, request)
    await talk.ask(commands.reset, {})
    await talk.ask(commands.setImageState, { confirm: true })
    talk.chip.reset()
    expect(await shown()).toEqual(['0 1.1.0 active confirmed', '1 1.0.0'])
    expect(talk.chip.storage.subarray(0, next.length).equals(next)).toBe(true)
  })

  it('in recovery lists only whole images, and writes the first slot', async () => {
    await using talk = new Talk({ mode: 'recovery', alignBytes: 8 })
    talk.chip.storage.writeUInt8(0, 2000)
    expect(await talk.ask(commands.imageState, {})).toEqual({ images: [] })
    expect(await talk.ask(commands.upload, chunk(0, 100))).toEqual({ rc: 0, off: 96 })
    for (let off = 96; off < image.length; off += 800)
      await talk.ask(commands.upload, chunk(off, Math.min(off + 800, image.length)))
    expect(talk.chip.storage.subarray(0, image.length).equals(image)).toBe(true)
    await talk.ask(commands.reset, {})
    await talk.until(/APP version 1\.0\.0 running/)
  })
})
