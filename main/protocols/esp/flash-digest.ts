// What the device says about its own flash: MD5 of a range, and bytes. Source: the "Serial Protocol" page of esptool.
import { createHash } from 'node:crypto'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { words } from './codec.ts'
import { type Loader, silent } from './loader.ts'
import { slipFrame } from './slip.ts'

const textDigestBytes = 32
const digestBytes = 16
/** Eight seconds for a megabyte is what the slowest flash needs. */
const digestMsPerByte = 8000 / 1e6
const leastDigestMs = 3000
const slowReadBytes = 64
const mostReadBytes = 4096
const packetWaitMs = 600

/** Lower-case hexadecimal. A ROM answers in text, a stub in bytes. */
export async function deviceMd5(loader: Loader, address: number, sizeBytes: number): Promise<string> {
  const { data } = await loader.call('flashMd5', words(address, sizeBytes, 0, 0), {
    dataBytes: [textDigestBytes, digestBytes],
    timeoutMs: Math.max(leastDigestMs, sizeBytes * digestMsPerByte),
    tries: 3,
  })
  const digest = Buffer.from(data)
    .toString(data.length === textDigestBytes ? 'latin1' : 'hex')
    .toLowerCase()
  if (!/^[0-9a-f]{32}$/.test(digest)) throw new FlashlineError('LOADER_REPLY', { command: 'flashMd5' })
  return digest
}

/** At most 4096 bytes. LOADER_SILENT, LOADER_REFUSED, LOADER_REPLY. */
export async function readFlash(
  loader: Loader,
  address: number,
  sizeBytes: number,
  isStub: boolean,
): Promise<Uint8Array> {
  if (sizeBytes > mostReadBytes) throw new FlashlineError('SOFTWARE', { message: 'read range', sizeBytes })
  return isStub ? readByStub(loader, address, sizeBytes) : readByRom(loader, address, sizeBytes)
}

async function readByRom(loader: Loader, address: number, sizeBytes: number): Promise<Uint8Array> {
  const out = new Uint8Array(sizeBytes)
  for (let at = 0; at < sizeBytes; at += slowReadBytes) {
    const count = Math.min(slowReadBytes, sizeBytes - at)
    const { data } = await loader.call('readFlashSlow', words(address + at, count), {
      dataBytes: [slowReadBytes],
      tries: 3,
    })
    if (data.length < count) throw new FlashlineError('LOADER_REPLY', { command: 'readFlashSlow' })
    out.set(data.subarray(0, count), at)
  }
  return out
}

/** One packet, acknowledged by the number of bytes that came, then its MD5. */
async function readByStub(loader: Loader, address: number, sizeBytes: number): Promise<Uint8Array> {
  const { channel, signal } = loader
  await loader.call('readFlash', words(address, sizeBytes, mostReadBytes, 1), { timeoutMs: packetWaitMs })
  const packet = await channel.payload(packetWaitMs, signal)
  if (packet === null) throw silent('readFlash')
  await channel.link.write(slipFrame(words(sizeBytes)), signal)
  const digest = await channel.payload(packetWaitMs, signal)
  const isWhole = digest !== null && createHash('md5').update(packet).digest().equals(digest)
  if (!isWhole || packet.length !== sizeBytes)
    throw new FlashlineError('LOADER_REPLY', { command: 'readFlash' })
  return packet
}
