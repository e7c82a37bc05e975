// The flasher stub of the simulated ESP chips: when it runs, what it answers byte for byte, and that what goes wrong
// after an answer is told in the next one.
import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { buildEspApp } from '../../../main/practice/esp/app-image.ts'
import { noise } from '../../../main/practice/esp/demo-bytes.ts'
import { type EspOptions, realFlashTimes } from '../../../main/practice/esp/options.ts'
import { readUntil } from '../console-talk.ts'
import { block, command, EspClient, le32, slip, syncFrame } from './esp-client.ts'
import { startTestEsp, type TestEsp } from './test-esp.ts'
import { uploadStub } from './upload-stub.ts'

const image = noise('stub', 50_000, 'code')

interface InStub extends AsyncDisposable {
  readonly started: TestEsp
  readonly client: EspClient
}

async function inStub(options: Partial<EspOptions> = {}): Promise<InStub> {
  const started = startTestEsp({ model: 'esp32', ...options })
  const client = new EspClient(started.plug())
  await client.enterLoader()
  expect(await uploadStub(client, options.model ?? 'esp32')).toBe('OHAI')
  return { started, client, [Symbol.asyncDispose]: () => started[Symbol.asyncDispose]() }
}

async function writeDeflated(client: EspClient, bytes: Uint8Array, offset: number): Promise<string[]> {
  const packed = deflateSync(bytes)
  const blocks = Math.ceil(packed.length / 0x4000)
  const answers = [await client.status(command(0x10, le32(bytes.length, blocks, 0x4000, offset)))]
  for (let number = 0; number < blocks; number += 1)
    answers.push(
      await client.status(block(0x11, number, packed.subarray(0x4000 * number, 0x4000 * (number + 1)))),
    )
  return [...answers, await client.status(command(0x12, le32(1)))]
}

test.each([
  ['one changed byte', {}, (text: Buffer) => text.writeUInt8(text.readUInt8(9) ^ 1, 9)],
  ['a chip on which it hangs', { stub: 'hangs' }, undefined],
] as const)('says nothing: %s', async (_, options, spoil) => {
  await using started = startTestEsp({ model: 'esp32', ...options })
  const client = new EspClient(started.plug())
  await client.enterLoader()
  expect(await uploadStub(client, 'esp32', { ...(spoil && { spoil }), timeoutMs: 300 })).toBe(null)
  await client.send(syncFrame)
  expect(await client.frame(50)).toBe(null)
  await client.enterLoader()
  expect((await client.ask(command(0x0a, le32(0x4000_1000)))).value).toBe(0x00f0_1d83)
})

test('a chip that takes no stub stays in its ROM', async () => {
  await using started = startTestEsp({ model: 'esp32', stub: 'refused' })
  const client = new EspClient(started.plug())
  await client.enterLoader()
  expect(await client.status(command(0x05, le32(16, 1, 16, 0x4008_0000)))).toBe('01060000')
  expect(await client.sync()).toEqual(Array(8).fill(0x2012_0707))
})

test('answers with two bytes of status, in its own name, and to SYNC with nothing', async () => {
  await using stub = await inStub()
  const { client } = stub
  expect(await client.sync()).toEqual(Array(8).fill(0))
  expect(await client.ask(command(0x77))).toMatchObject({ op: 0x77, data: Buffer.from([0xc3, 0]) })
  expect(await client.ask(command(0x14))).toMatchObject({ op: 0x14, data: Buffer.from([0xff, 0]) })
  expect(await client.status(command(0x0a, le32(0x4000_1000)))).toBe('0000')
  expect(await client.status(command(0x10, le32(0x4000, 1, 0x8000, 0)))).toBe('c200')
  expect(await client.status(command(0x0d, le32(0, 0)))).toBe('c000')
})

test('writes what it inflates, erases as it goes, digests', async () => {
  await using stub = await inStub({ stored: Buffer.alloc(1 << 20, 0), flashTimes: realFlashTimes })
  const { client, started } = stub
  expect(new Set(await writeDeflated(client, image, 0x1_0000))).toEqual(new Set(['0000']))
  const { storage } = started.chip
  expect(storage.subarray(0x1_0000, 0x1_0000 + image.length).equals(image)).toBe(true)
  // The rest of the last sector was erased, what is behind it was not.
  expect(storage.readUInt8(0x1_0000 + image.length)).toBe(0xff)
  expect(storage.readUInt8(0x1_d000)).toBe(0)
  const { data } = await client.ask(command(0x13, le32(0x1_0000, image.length, 0, 0)))
  expect(data.subarray(0, 16).equals(createHash('md5').update(image).digest())).toBe(true)
})

test('a failure after an answer is told in the next one, whatever that asks for', async () => {
  await using stub = await inStub({ faults: { refuseFrom: 0x1_0000 } })
  const { client } = stub
  expect(await writeDeflated(client, image.subarray(0, 0x1000), 0x1_0000)).toEqual(['0000', 'c400', 'c000'])
  expect(await client.status(command(0x0a, le32(0)))).toBe('0000')
})

test.each([
  ['refuse', ['c100', 'c000']],
  ['take', ['0000', 'c700']],
] as const)('a block that comes twice: %s', async (repeatedBlocks, expected) => {
  await using stub = await inStub({ repeatedBlocks })
  const { client } = stub
  const packed = deflateSync(noise('twice', 40_000, 'random'))
  const first = block(0x11, 0, packed.subarray(0, 0x4000))
  expect(await client.status(command(0x10, le32(40_000, 3, 0x4000, 0)))).toBe('0000')
  expect(await client.status(first)).toBe('0000')
  const second = await client.status(first)
  expect([second, await client.status(command(0x12, le32(1)))]).toEqual(expected)
})

test('spoiled blocks, blocks without BEGIN and an END that comes too early are refused', async () => {
  await using stub = await inStub()
  const { client } = stub
  const good = block(0x11, 0, deflateSync(image).subarray(0, 0x4000))
  expect(await client.status(good)).toBe('c600')
  await client.ask(command(0x10, le32(image.length, 2, 0x4000, 0)))
  const spoiled = Buffer.from(good)
  spoiled.writeUInt8(0x12, 30)
  expect(await client.status(spoiled)).toBe('c100')
  expect(await client.status(command(0x12, le32(1)))).toBe('c000')
})

test('what inflates to more than was announced is not written', async () => {
  await using stub = await inStub()
  const { client, started } = stub
  const bomb = deflateSync(Buffer.alloc(64 << 20))
  await client.ask(command(0x10, le32(0x1000, 5, 0x4000, 0)))
  await client.ask(block(0x11, 0, bomb.subarray(0, 0x4000)))
  expect(await client.status(command(0x12, le32(1)))).toBe('c900')
  expect(started.chip.storage.subarray(0, 0x1000).every((byte) => byte === 0xff)).toBe(true)
})

test('erases regions of whole sectors, and everything', async () => {
  await using stub = await inStub({ stored: Buffer.alloc(0x4000, 0) })
  const { client, started } = stub
  expect(await client.status(command(0xd1, le32(0x1000, 0x800)))).toBe('c000')
  expect(await client.status(command(0xd1, le32(0x1000, 0x1000)))).toBe('0000')
  expect([0xfff, 0x1000, 0x1fff, 0x2000].map((at) => started.chip.storage[at])).toEqual([0, 0xff, 0xff, 0])
  expect(await client.status(command(0xd0))).toBe('0000')
  expect(started.chip.storage.every((byte) => byte === 0xff)).toBe(true)
})

test('reads flash in acknowledged frames and ends with their MD5', async () => {
  await using stub = await inStub({ stored: image })
  const { client } = stub
  expect(await client.status(command(0xd2, le32(100, 5000, 4096, 64)))).toBe('0000')
  const first = await client.frame()
  await client.send(slip(le32(4096)))
  const second = await client.frame()
  await client.send(slip(le32(5000)))
  const bytes = Buffer.concat([first ?? Buffer.of(), second ?? Buffer.of()])
  expect(bytes.equals(image.subarray(100, 5100))).toBe(true)
  expect((await client.frame())?.equals(createHash('md5').update(bytes).digest())).toBe(true)
})

test('a stray end mark puts it out of step until another one comes', async () => {
  await using stub = await inStub()
  const { client } = stub
  const ask = command(0x0a, le32(0x4000_1000))
  await client.send(Buffer.concat([Buffer.of(0xc0), ask]))
  expect(await client.frame(50)).toBe(null)
  await client.send(ask)
  expect(await client.frame(50)).toBe(null)
  await client.send(Buffer.of(0xc0))
  expect((await client.ask(ask)).value).toBe(0x00f0_1d83)
})

test.each([
  ['END with reboot', command(0x12, le32(0)), 'esp32'],
  ['RUN_USER_CODE', command(0xd3), 'esp8266'],
] as const)('%s starts what was written', async (_, leave, model) => {
  await using stub = await inStub({ model })
  const { client } = stub
  await client.link.setSignals({ dtr: false, rts: false })
  const app = buildEspApp({ model, version: '4.0.0', sizeBytes: 20_000 })
  const packed = deflateSync(app)
  await client.ask(command(0x10, le32(app.length, 1, 0x4000, 0x1_0000)))
  await client.ask(block(0x11, 0, packed))
  await client.send(leave)
  expect(await readUntil(client.link, /running\r\n/)).toContain('APP version 4.0.0')
})

test('the watchdog resets a chip on its USB port', async () => {
  const stored = Buffer.concat([
    Buffer.alloc(0x1_0000, 0xff),
    buildEspApp({ model: 'esp32c3', version: '1.2.3', sizeBytes: 10_000 }),
  ])
  await using started = startTestEsp({ model: 'esp32c3', isUsbJtag: true, bootsInLoader: true, stored })
  const client = new EspClient(started.plug())
  started.chip.reset()
  await client.sync()
  expect(await uploadStub(client, 'esp32c3')).toBe('OHAI')
  const write = (address: number, value: number) =>
    client.send(command(0x09, le32(address, value, 0xffff_ffff, 0)))
  await write(0x6000_80a8, 0x50d8_3aa1)
  await write(0x6000_8094, 2000)
  await write(0x6000_8090, (1 << 31) | (5 << 28) | (1 << 8) | 2)
  expect(await readUntil(client.link, /running\r\n/)).toContain('APP version 1.2.3')
})

test.each([
  ['the cable is pulled', { cutAfterStoredBytes: 20_000 }],
  ['it hangs', { hangAfterStoredBytes: 20_000 }],
] as const)('%s in the middle of a write, and the next one succeeds', async (_, faults) => {
  await using stub = await inStub({ faults })
  const { started } = stub
  const packed = deflateSync(image)
  await stub.client.ask(command(0x10, le32(image.length, 2, 0x4000, 0)))
  await stub.client.ask(block(0x11, 0, packed.subarray(0, 0x4000)))
  // Whatever was under way; after that nothing comes.
  while ((await stub.client.frame(50).catch(() => null)) !== null);
  expect(started.chip.storage.subarray(0, 20_000).equals(image.subarray(0, 20_000))).toBe(true)

  started.chip.faults.silent = false
  started.chip.faults.hangAfterStoredBytes = null
  started.chip.powerOn()
  const client = new EspClient(started.plug())
  await client.enterLoader()
  expect(await uploadStub(client, 'esp32')).toBe('OHAI')
  await writeDeflated(client, image, 0)
  expect(started.chip.storage.subarray(0, image.length).equals(image)).toBe(true)
})
