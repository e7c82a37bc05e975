// The simulated board at its console: what it prints, how its command line behaves, what stays without power.
import { describe, expect, test } from 'vitest'
import { demoImage, demoVersions } from '../../main/practice/demo.ts'
import { createLinkPair } from '../../main/transports/memory.ts'
import { atPrompt, readUntil, type } from './console-talk.ts'
import { startTestBoard } from './test-board.ts'

const booted = /running\r\n=> $/

test('boots what is stored and says who it is', async () => {
  await using started = startTestBoard()
  const text = await readUntil(started.link, booted)
  expect(text).toContain('Hit any key to stop autoboot:  1 ')
  expect(text).toContain(
    '\r\ndevice 1100001 mac 02F1A5410001 sn PRACTICE-0001\r\nAPP version 1.0.0 running\r\n',
  )
})

test('a key stops the boot', async () => {
  await using started = startTestBoard({ autobootMs: 10_000 })
  await readUntil(started.link, /autoboot: {2}1 $/)
  expect(await type(started.link, ' ', atPrompt)).not.toContain('APP version')
  expect(await type(started.link, 'reset\r', /autoboot: {2}1 $/)).toMatch(/^reset\r\nresetting \.\.\.\r\n/)
})

test('an image that is not whole does not boot, and the last version that did is remembered', async () => {
  await using started = startTestBoard()
  const { board, link } = started
  await readUntil(link, booted)
  board.storage.fill(0, 4096)
  const text = await type(link, 'reset\r', /\r\n=> $/)
  expect(text).toContain('Bad image, entering recovery\r\nlast version 1.0.0\r\n')
  expect(text).not.toContain('APP version')
})

test('noise that never booted has no version', async () => {
  await using started = startTestBoard({ image: Buffer.alloc(5000, 0xa5) })
  expect(await readUntil(started.link, atPrompt)).toContain('Bad image, entering recovery\r\nno version\r\n')
})

describe('the command line', () => {
  test.each([
    ['virtio scan', ''],
    [
      'virtio info',
      'Device 0: Simulated Block Device\r\n            Type: Hard Disk\r\n            Capacity: 0.5 MB = 0.0 GB (1024 x 512)\r\n',
    ],
    [
      'virtio read 0x41400000 0 0x400',
      '\r\nvirtio read: device 0 block # 0, count 1024 ... 1024 blocks read: OK\r\n',
    ],
    [
      'virtio write 0x40400000 0x3fe 8',
      '\r\nvirtio write: device 0 block # 1022, count 8 ... -5 blocks written: ERROR\r\n',
    ],
    [
      'virtio write 0x1000 0 1',
      '\r\nvirtio write: device 0 block # 0, count 1 ... -5 blocks written: ERROR\r\n',
    ],
    [
      'virtio read 0x41400000 0 0',
      '\r\nvirtio read: device 0 block # 0, count 0 ... -5 blocks read: ERROR\r\n',
    ],
    ['crc32 0x41400000 0x10', 'crc32 for 41400000 ... 4140000f ==> ecbb4b55\r\n'],
    ['mw.b 0x41400000 ff 0x10', ''],
    ['foo bar', "Unknown command 'foo' - try 'help'\r\n"],
    ['', ''],
  ])('%s', async (line, answer) => {
    await using started = startTestBoard()
    await readUntil(started.link, booted)
    expect(await type(started.link, `${line}\r`, atPrompt)).toBe(`${line}\r\n${answer}=> `)
  })

  test('an empty line repeats the last command, ^C does not, and a command once', async () => {
    await using started = startTestBoard()
    const { link } = started
    await readUntil(link, booted)
    await type(link, 'crc32 40400000 1\r', atPrompt)
    expect(await type(link, '\r', atPrompt)).toContain('==> d202ef8d')
    expect(await type(link, '\x03', atPrompt)).toBe('<INTERRUPT>\r\n=> ')
    expect(await type(link, '\r', atPrompt)).toBe('\r\n=> ')
  })

  test('typing is edited, a long line is bounded, ^X and ^C drop it', async () => {
    await using started = startTestBoard()
    const { link } = started
    await readUntil(link, booted)
    expect(await type(link, 'virtix\x7fo scan\r', atPrompt)).toBe('virtix\b \bo scan\r\n=> ')
    const long = await type(link, `${'a'.repeat(2000)}\r`, atPrompt)
    expect(long).toContain(`Unknown command '${'a'.repeat(512)}' -`)
    expect(await type(link, 'virtio write\x18\x03', atPrompt)).toContain('<INTERRUPT>\r\n=> ')
  })
})

test('storage is written and read back', async () => {
  await using started = startTestBoard()
  const { board, link } = started
  await readUntil(link, booted)
  await type(link, 'mw.b 0x40400000 5a 0x400\r', atPrompt)
  await type(link, 'virtio write 0x40400000 0x10 0x2\r', /OK\r\n=> $/)
  expect(board.storage.subarray(0x10 * 512, 0x12 * 512).every((byte) => byte === 0x5a)).toBe(true)
  expect(
    board.storage.subarray(0, 0x10 * 512).equals(demoImage(demoVersions.from).subarray(0, 0x10 * 512)),
  ).toBe(true)
})

describe('without power', () => {
  test('both sides of the cable are lost at once, the storage stays', async () => {
    await using started = startTestBoard()
    const { board, link } = started
    await readUntil(link, booted)
    const before = Buffer.from(board.storage)
    board.cut()
    expect(await link.closed).toBe('lost')
    expect(board.isPowered).toBe(false)
    expect(board.storage.equals(before)).toBe(true)

    const cable = createLinkPair()
    board.attach(cable)
    board.powerOn()
    expect(await readUntil(cable.host, booted)).toContain('APP version 1.0.0')
  })

  test('a cable pulled while it stores leaves the image torn', async () => {
    await using started = startTestBoard({ faults: { cutAfterStoredBytes: 64 * 1024 } })
    const { board, link } = started
    await readUntil(link, booted)
    await type(link, 'mw.b 0x40400000 5a 0x40000\r', atPrompt)
    await expect(type(link, 'virtio write 0x40400000 0 0x200\r', /OK/)).rejects.toMatchObject({
      code: 'LINK_LOST',
    })
    const written = board.storage.findIndex((byte) => byte !== 0x5a)
    expect(written).toBe(64 * 1024)

    const cable = createLinkPair()
    board.attach(cable)
    board.powerOn()
    expect(await readUntil(cable.host, atPrompt)).toContain('Bad image, entering recovery')
  })

  test('a host that lets go of the cable does not reset it', async () => {
    await using started = startTestBoard()
    const { board, link } = started
    await readUntil(link, booted)
    await link.close()
    const cable = createLinkPair()
    board.attach(cable)
    expect(await type(cable.host, '\x03', atPrompt)).toBe('<INTERRUPT>\r\n=> ')
  })
})

test('a silent board prints nothing', async () => {
  await using started = startTestBoard({ faults: { silent: true } })
  await started.link.write(Buffer.from('reset\r'), new AbortController().signal)
  const { signal } = new AbortController()
  expect(await started.link.read({ atLeast: 1, timeoutMs: 200, signal })).toHaveLength(0)
})
