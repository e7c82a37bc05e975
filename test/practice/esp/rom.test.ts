// The ROM loader of the simulated ESP chips, without a stub: what it answers byte for byte, what it refuses, what is in
// the flash afterwards.
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { noise } from '../../../main/practice/esp/demo-bytes.ts'
import type { EspOptions } from '../../../main/practice/esp/options.ts'
import { readUntil } from '../console-talk.ts'
import { block, command, EspClient, le32 } from './esp-client.ts'
import { startTestEsp, type TestEsp } from './test-esp.ts'

const image = noise('rom', 20_000, 'code')
const attach = command(0x0d, le32(0, 0))
const flashId = 0x16_40ef

interface InRom extends AsyncDisposable {
  readonly started: TestEsp
  readonly client: EspClient
}

async function inRom(options: Omit<EspOptions, 'device'>): Promise<InRom> {
  const started = startTestEsp(options)
  const client = new EspClient(started.plug())
  await client.enterLoader()
  return { started, client, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() }
}

/** The SPI controller runs the command that asks for the flash's id. */
async function readFlashId(client: EspClient, base: number, usr2: number, w0: number): Promise<number> {
  const write = (address: number, value: number) =>
    client.ask(command(0x09, le32(address, value, 0xffff_ffff, 0)))
  await write(base + usr2, (7 << 28) | 0x9f)
  await write(base, 1 << 18)
  return (await client.ask(command(0x0a, le32(base + w0)))).value
}

test('the download text, and eight answers to SYNC that are not the stub s', async () => {
  await using started = startTestEsp({ model: 'esp32' })
  const client = new EspClient(started.plug())
  await client.link.setSignals({ dtr: false, rts: true })
  await client.link.setSignals({ dtr: true, rts: false })
  expect(await readUntil(client.link, /download\r\n/)).toContain('boot:0x3 (DOWNLOAD_BOOT')
  const values = await client.sync()
  expect(values).toEqual(Array(8).fill(0x2012_0707))
})

test('lost SYNCs are lost, the next one is answered', async () => {
  await using started = startTestEsp({ model: 'esp32', bootsInLoader: true, hasLines: false, lostSyncs: 2 })
  const client = new EspClient(started.plug())
  started.chip.reset()
  await readUntil(client.link, /download\r\n/)
  const sync = command(0x08, Buffer.alloc(36))
  await client.send(Buffer.concat([sync, sync, sync]))
  for (let answer = 0; answer < 8; answer += 1) expect((await client.reply())?.op).toBe(0x08)
  expect((await client.ask(command(0x0a, le32(0)))).op).toBe(0x0a)
})

test('an unknown command is answered in the name of the one before, and the error stays in the next status', async () => {
  await using rom = await inRom({ model: 'esp32' })
  const { client } = rom
  await client.ask(command(0x0a, le32(0x4000_1000)))
  const reply = await client.ask(command(0x14))
  expect(reply).toMatchObject({ op: 0x0a, data: Buffer.from([1, 5, 0, 0]) })
  expect(await client.status(command(0x0a, le32(0)))).toBe('00050000')
})

test('registers: magic number, MAC, and the flash only when it is attached', async () => {
  await using rom = await inRom({ model: 'esp32' })
  const { client } = rom
  expect((await client.ask(command(0x0a, le32(0x4000_1000)))).value).toBe(0x00f0_1d83)
  expect((await client.ask(command(0x0a, le32(0x3ff5_a004)))).value).toBe(0xa541_0001)
  expect((await client.ask(command(0x0a, le32(0x3ff5_a008)))).value).toBe(0x02f1)
  expect(await readFlashId(client, 0x3ff4_2000, 0x24, 0x80)).toBe(0)
  expect(await client.status(attach)).toBe('00000000')
  expect(await readFlashId(client, 0x3ff4_2000, 0x24, 0x80)).toBe(flashId)
})

test('security info: flags, crypt count, chip id', async () => {
  await using rom = await inRom({ model: 'esp32c3', secureBoot: true, flashEncryption: true })
  const { data } = await rom.client.ask(command(0x14))
  expect(data).toEqual(Buffer.concat([le32(1), Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]), le32(5, 0), le32(0)]))
})

test('secure download mode leaves only the commands that write', async () => {
  await using rom = await inRom({ model: 'esp32s3', secureDownload: true })
  const { client } = rom
  expect((await client.ask(command(0x14))).data.readUInt32LE(0)).toBe(4)
  expect(await client.status(command(0x0a, le32(0x4000_1000)))).toBe('01050000')
  expect(await client.status(command(0x05, le32(4, 1, 4, 0x4037_8000)))).toBe('01050000')
  expect(await client.status(attach)).toBe('00050000')
})

test.each([
  ['block of 8 KiB', 'esp32', le32(0x2000, 1, 0x2000, 0)],
  ['fifth word', 'esp32', le32(0x400, 1, 0x400, 0, 0)],
  ['no fifth word', 'esp32c3', le32(0x400, 1, 0x400, 0)],
] as const)('BEGIN refuses: %s', async (_, model, data) => {
  await using rom = await inRom({ model })
  await rom.client.ask(attach)
  expect(await rom.client.status(command(0x02, data))).toBe('01050000')
  expect(await rom.client.status(command(0x10, data))).toBe('01050000')
  expect(
    await rom.client.status(command(0x02, le32(0x400, 1, 0x400, 0, ...(model === 'esp32' ? [] : [0])))),
  ).toBe('00050000')
})

test('writes plain blocks, digests, reads back and starts the firmware', async () => {
  const app = buildEspApp({ model: 'esp32', version: '3.1.4', sizeBytes: 16_384 })
  await using rom = await inRom({ model: 'esp32', stored: Buffer.alloc(1 << 20, 0) })
  const { client, started } = rom
  // Nobody attached the flash.
  expect(await client.status(command(0x02, le32(16_384, 4, 0x1000, 0x1_0000)))).toBe('01060000')
  await client.ask(attach)
  expect(await client.status(command(0x02, le32(16_384, 4, 0x1000, 0x1_0000)))).toBe('00060000')
  for (let number = 0; number < 4; number += 1)
    await client.ask(block(0x03, number, app.subarray(0x1000 * number, 0x1000 * (number + 1))))
  expect(started.chip.storage.subarray(0x1_0000, 0x1_4000).equals(app)).toBe(true)
  expect(started.chip.storage.readUInt8(0xffff)).toBe(0)

  const digest = (await client.ask(command(0x13, le32(0x1_0000, 16_384, 0, 0)))).data
  expect(digest.toString('latin1', 0, 32)).toBe(createHash('md5').update(app).digest('hex'))
  expect(digest.subarray(32).toString('hex')).toBe('00060000')
  const read = (await client.ask(command(0x0e, le32(0x1_0000, 16)))).data
  expect(read).toHaveLength(68)
  expect(read.subarray(0, 16).equals(app.subarray(0, 16))).toBe(true)

  await client.link.setSignals({ dtr: false, rts: false })
  await client.ask(command(0x04, le32(0)))
  expect(await readUntil(client.link, /running\r\n/)).toContain('APP version 3.1.4')
})

test('a block that was not erased before only clears bits', async () => {
  await using rom = await inRom({ model: 'esp32', stored: Buffer.alloc(0x3000, 0x0f) })
  const { client, started } = rom
  await client.ask(attach)
  await client.ask(command(0x02, le32(0x1000, 2, 0x1000, 0x1000)))
  await client.ask(block(0x03, 0, Buffer.alloc(0x1000, 0x33)))
  await client.ask(block(0x03, 1, Buffer.alloc(0x1000, 0x33)))
  expect(started.chip.storage.readUInt8(0x1fff)).toBe(0x33)
  expect(started.chip.storage.readUInt8(0x2000)).toBe(0x03)
})

test('writes deflated blocks; knows more than 4 MiB only when told', async () => {
  await using rom = await inRom({ model: 'esp32', flashSizeBytes: 8 << 20 })
  const { client, started } = rom
  await client.ask(attach)
  const packed = deflateSync(image)
  const blocks = Math.ceil(packed.length / 0x800)
  const begin = command(0x10, le32(image.length, blocks, 0x800, 0x40_0000))
  expect(await client.status(begin)).toBe('01060000')
  await client.ask(command(0x0b, le32(0, 8 << 20, 0x1_0000, 0x1000, 0x100, 0xffff)))
  expect(await client.status(begin)).toBe('00060000')
  for (let number = 0; number < blocks; number += 1)
    expect(
      await client.status(block(0x11, number, packed.subarray(0x800 * number, 0x800 * (number + 1)))),
    ).toBe('00060000')
  expect(started.chip.storage.subarray(0x40_0000, 0x40_0000 + image.length).equals(image)).toBe(true)
})

test('refused blocks: wrong checksum, out of order, not deflated, flash that does not take it', async () => {
  await using rom = await inRom({ model: 'esp32', faults: { refuseFrom: 0x8000 } })
  const { client } = rom
  await client.ask(attach)
  await client.ask(command(0x10, le32(0x1000, 1, 0x400, 0)))
  const good = block(0x11, 0, Buffer.alloc(16, 0x11))
  const spoiled = Buffer.from(good)
  spoiled.writeUInt8(0x12, 30)
  expect(await client.status(spoiled)).toBe('01070000')
  expect(await client.status(block(0x11, 1, Buffer.alloc(16)))).toBe('01060000')
  expect(await client.status(good)).toBe('010b0000')
  expect(await client.status(command(0x02, le32(0x1000, 1, 0x400, 0x8000)))).toBe('01080000')
})

test('the ESP8266 answers with two bytes of status and knows no late command', async () => {
  await using rom = await inRom({ model: 'esp8266' })
  const { client, started } = rom
  expect((await client.ask(command(0x0a, le32(0x4000_1000)))).value).toBe(0xfff0_c101)
  expect(await client.status(command(0x02, le32(0x400, 1, 0x400, 0)))).toBe('0000')
  expect(await client.status(block(0x03, 0, image.subarray(0, 0x400)))).toBe('0000')
  expect(started.chip.storage.subarray(0, 0x400).equals(image.subarray(0, 0x400))).toBe(true)
  expect(await client.status(command(0x13, le32(0, 0x400, 0, 0)))).toBe('0105')
})

test('raises its rate after the answer', async () => {
  await using rom = await inRom({ model: 'esp32' })
  const { client } = rom
  expect(await client.status(command(0x0f, le32(921_600, 0)))).toBe('00000000')
  await client.link.setBaud(921_600)
  expect((await client.ask(command(0x0a, le32(0x4000_1000)))).value).toBe(0x00f0_1d83)
})
