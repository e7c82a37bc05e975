// The stub: a small program that is put into the RAM of the chip and speaks the same language as the ROM, faster. The
// programs are those that esptool-js carries; only its data files are read, nothing of it runs.
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { z } from 'zod'
import type { FlashlineError } from '../../../preload/contract/index.ts'
import type { Chip } from './chips.ts'
import { answerOf, decodeReply, encodeBlock, encodeRequest, maxRequestBytes, ops, words } from './codec.ts'
import { type Loader, lineMs, refused, silent } from './loader.ts'
import { maxFrameBytes } from './slip.ts'

export interface StubPart {
  readonly address: number
  readonly bytes: Uint8Array
}

export interface StubProgram {
  readonly entry: number
  readonly parts: readonly StubPart[]
}

const address = z.number().int().nonnegative()
const base64 = z
  .string()
  .max(200_000)
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
const stubSchema = z.object({
  entry: address,
  text: base64,
  text_start: address,
  data: base64,
  data_start: address,
})

const programs = new Map<string, Promise<StubProgram>>()
/** Not called `require`: the build puts a constant of that name before code that seems to need one. */
const packages = createRequire(import.meta.url)

const ramBlockBytes = 0x1800
const nativeUsbBlockBytes = 0x800
const helloWaitMs = 3000
const hello = 'OHAI'
const leastWaitMs = 3000
const quietMs = 40
const partTries = 3

/** Reads it once; slots share it. */
export function loadStub(name: string): Promise<StubProgram> {
  const known = programs.get(name)
  if (known) return known
  const program = readStub(name)
  programs.set(name, program)
  return program
}

async function readStub(name: string): Promise<StubProgram> {
  const path = packages.resolve(`esptool-js/lib/targets/stub_flasher/${name}.json`)
  const stub = stubSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  const parts = [
    { address: stub.text_start, bytes: stub.text },
    { address: stub.data_start, bytes: stub.data },
  ]
  return { entry: stub.entry, parts: parts.filter(({ bytes }) => bytes.length > 0) }
}

export function stubName(chip: Chip, revision: number | null): string {
  const { olderStub } = chip
  return olderStub && revision !== null && revision < olderStub.belowRevision ? olderStub.stub : chip.stub
}

/** Puts the program into RAM and starts it. False: it was started and did not say hello. */
export async function startStub(
  loader: Loader,
  program: StubProgram,
  { isNativeUsb, baudRate }: { readonly isNativeUsb: boolean; readonly baudRate: number },
): Promise<boolean> {
  const blockBytes = isNativeUsb ? nativeUsbBlockBytes : ramBlockBytes
  const waitMs = leastWaitMs + lineMs(maxFrameBytes(blockBytes), baudRate)
  for (const part of program.parts) await sendPart(loader, part, blockBytes, waitMs)
  return hearHello(loader, encodeRequest(ops.memoryEnd, words(0, program.entry)))
}

/** A block cannot be repeated, because the ROM may have taken it: the part is begun again. */
async function sendPart(loader: Loader, part: StubPart, blockBytes: number, waitMs: number): Promise<void> {
  const count = Math.ceil(part.bytes.length / blockBytes)
  const out = new Uint8Array(maxFrameBytes(maxRequestBytes))
  for (let left = partTries; ; left -= 1) {
    await loader.call('memoryBegin', words(part.bytes.length, count, blockBytes, part.address), { tries: 3 })
    const failure = await sendBlocks(loader, part.bytes, blockBytes, waitMs, out)
    if (failure === null) return
    if (left === 1) throw failure
    await loader.channel.untilQuiet(quietMs, loader.signal)
  }
}

async function sendBlocks(
  loader: Loader,
  bytes: Uint8Array,
  blockBytes: number,
  waitMs: number,
  out: Uint8Array,
): Promise<FlashlineError | null> {
  for (let number = 0; number * blockBytes < bytes.length; number += 1) {
    const data = bytes.subarray(number * blockBytes, (number + 1) * blockBytes)
    const frame = out.subarray(0, encodeBlock(out, ops.memoryData, number, data))
    const answer = await loader.exchange('memoryData', frame, waitMs)
    if (answer === null) return silent('memoryData')
    if (answer.status !== 0) return refused('memoryData', answer.status)
  }
  return null
}

/** The answer to the start may be lost in the jump; only the greeting counts. */
async function hearHello(loader: Loader, frame: Uint8Array): Promise<boolean> {
  const { channel, signal } = loader
  channel.discard()
  await channel.link.write(frame, signal)
  const until = performance.now() + helloWaitMs
  for (let left = helloWaitMs; left > 0; left = until - performance.now()) {
    const payload = await channel.payload(left, signal)
    if (payload === null) return false
    if (Buffer.from(payload).toString('latin1') === hello) return true
    const reply = decodeReply(payload)
    if (reply?.op === ops.memoryEnd && answerOf(reply, []).status !== 0) return false
  }
  return false
}
