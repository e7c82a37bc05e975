// The bytes of SMP against published ones, both ways. `smp` is the Python package of that name: its locked records in
// tests/binary_regressions; the others are dumps that users of mcumgr and newtmgr published.
import { describe, expect, it } from 'vitest'
import {
  type Body,
  type Command,
  commands,
  dataRoom,
  decodeMessage,
  encodeAnswer,
  encodeMessage,
  encodeRequest,
  type SmpVersion,
} from '../../../main/protocols/smp/codec.ts'
import { ConsoleReader, encodeConsole, wireBytes } from '../../../main/protocols/smp/console-frames.ts'
import { refusalIn, refusedError, uploadSchema } from '../../../main/protocols/smp/replies.ts'

const bytesOf = (hex: string) => Buffer.from(hex, 'hex')

interface Golden {
  readonly name: string
  readonly hex: string
  readonly version: SmpVersion
  readonly command: Command
  readonly sequence: number
  readonly body: Body
}

const requests: Golden[] = [
  {
    name: 'smp: ImageStatesReadRequest',
    hex: '0800000100010d00a0',
    version: 1,
    command: commands.imageState,
    sequence: 13,
    body: {},
  },
  {
    name: 'smp: EchoWriteRequest',
    hex: '0a00001000008b00a161646c48656c6c6f20776f726c6421',
    version: 1,
    command: commands.echo,
    sequence: 139,
    body: { d: 'Hello world!' },
  },
  {
    name: 'smp: ResetWriteRequest',
    hex: '0a00000100008d05a0',
    version: 1,
    command: commands.reset,
    sequence: 141,
    body: {},
  },
  {
    name: 'smp: ImageEraseRequest',
    hex: '0a00000700010f05a164736c6f7400',
    version: 1,
    command: { name: 'image erase', op: 'write', group: 1, id: 5 },
    sequence: 15,
    body: { slot: 0 },
  },
  {
    name: 'mcumgr: image list, apache/mynewt-mcumgr issue 167',
    hex: '0000000100014200a0',
    version: 0,
    command: commands.imageState,
    sequence: 0x42,
    body: {},
  },
  {
    name: 'mcumgr: reset, devzone.nordicsemi.com 102545',
    hex: '0200000100008a05a0',
    version: 0,
    command: commands.reset,
    sequence: 0x8a,
    body: {},
  },
]

const answers: { name: string; hex: string; version: SmpVersion; request: Golden; body: Body }[] = [
  ['smp: ImageUploadWriteResponse 23', '0b00000800011701a1636f666619ffff', 23, { off: 65_535 }],
  ['smp: ImageUploadWriteResponse 24', '0b00000a00011801a1636f66661affffffff', 24, { off: 4_294_967_295 }],
  [
    'smp: ImageUploadWriteResponse 29',
    '0b00001100011d01a2636f66661affffffff656d61746368f5',
    29,
    { off: 4_294_967_295, match: true },
  ],
  ['smp: ImageUploadWriteResponse 50', '0b00000500013201a162726300', 50, { rc: 0 }],
].map(([name, hex, sequence, body]) => ({
  name: String(name),
  hex: String(hex),
  version: 1,
  request: {
    name: '',
    hex: '',
    version: 1,
    command: commands.upload,
    sequence: Number(sequence),
    body: {},
  },
  body: body as Body,
}))

describe('messages', () => {
  it.each(requests)('$name', ({ hex, version, command, sequence, body }) => {
    expect(Buffer.from(encodeRequest(version, command, sequence, body)).toString('hex')).toBe(hex)
    const op = command.op === 'read' ? 0 : 2
    const { group, id } = command
    expect(decodeMessage(bytesOf(hex))).toEqual({ version, op, group, sequence, id, body })
  })

  it.each(answers)('$name', ({ hex, version, request, body }) => {
    const { command, sequence } = request
    const asked = { version, op: 2, group: command.group, sequence, id: command.id, body: {} }
    expect(Buffer.from(encodeAnswer(asked, version, body)).toString('hex')).toBe(hex)
    expect(decodeMessage(bytesOf(hex))).toMatchObject({ op: 3, sequence, body })
  })

  it('smp: MCUMgrParametersReadResponse', () => {
    const message = decodeMessage(bytesOf('0900001600009806a2686275665f73697a6501696275665f636f756e7402'))
    expect(message).toMatchObject({ op: 1, group: 0, id: 6, body: { buf_size: 1, buf_count: 2 } })
  })

  it('reads maps of indefinite length, as small encoders write them', () => {
    const body = bytesOf('bf62726300636f66661903e8ff')
    const message = decodeMessage(Buffer.concat([bytesOf('0b00000d00010101'), body]))
    expect(uploadSchema.parse(message?.body)).toEqual({ off: 1000 })
  })

  it('refuses what is no message', () => {
    for (const hex of [
      '',
      '0b000001000101',
      '0b00000200010101a0',
      '0b00000100010101ff',
      '0b00000100010101a1',
    ])
      expect(decodeMessage(bytesOf(hex))).toBeNull()
    expect(decodeMessage(bytesOf('0b00000000010101'))).toMatchObject({ body: {} })
    const data = new Uint8Array(70_000)
    expect(() => encodeMessage({ version: 1, op: 2, group: 1, sequence: 0, id: 1, body: { data } })).toThrow()
  })

  it.each([96, 120, 128, 380, 1020, 4092, 65_000])('fills %i bytes to the last one', (size) => {
    const fields = { off: 100_000 }
    const room = dataRoom(size, { ...fields, data: new Uint8Array(0) })
    const lengthWith = (bytes: number) =>
      encodeRequest(1, commands.upload, 0, { ...fields, data: new Uint8Array(bytes) }).length
    expect(lengthWith(room)).toBeLessThanOrEqual(size)
    expect(lengthWith(room + 1)).toBeGreaterThan(size)
  })

  it('tells both kinds of no', () => {
    expect(refusalIn({ rc: 0, off: 3 })).toBeNull()
    expect(refusalIn({ off: 3 })).toBeNull()
    const shared = refusalIn({ rc: 8, rsn: 'because' })
    expect(shared).toMatchObject({ group: null, rc: 8, reason: 'because' })
    const own = refusalIn({ err: { group: 1, rc: 13 } })
    if (own === null) throw new Error('no refusal')
    expect(refusedError('image upload', own)).toMatchObject({ code: 'STORAGE_WRITE' })
  })
})

describe('lines on a console', () => {
  const captured: [string, string, string][] = [
    ['apache/mynewt-mcumgr issue 167', '0000000100014200a0', 'AAsAAAABAAFCAKD1Mw=='],
    ['devzone.nordicsemi.com 102545', '0200000100008a05a0', 'AAsCAAABAACKBaA1Qw=='],
    ['apache/mynewt-core pull request 198', '0000000000010000', 'AAoAAAAAAAEAADcw'],
  ]

  it.each(captured)('%s', (_name, hex, text) => {
    const line = Buffer.from(`\u0006\u0009${text}\n`, 'latin1')
    expect(Buffer.from(encodeConsole(bytesOf(hex))).equals(line)).toBe(true)
    expect(wireBytes(bytesOf(hex).length)).toBe(line.length)
    const reader = new ConsoleReader(() => {})
    reader.feed(line)
    expect(Buffer.from(reader.take() ?? []).toString('hex')).toBe(hex)
  })

  it('cuts a long message into lines of at most 127 bytes', () => {
    const message = Uint8Array.from({ length: 300 }, (_, index) => index & 0xff)
    const text = Buffer.from(encodeConsole(message)).toString('latin1')
    expect(text).toHaveLength(wireBytes(300))
    const lines = text.split('\n')
    expect(lines.map(({ length }) => length)).toEqual([126, 126, 126, 38, 0])
    expect(lines.map((line) => line.slice(0, 2))).toEqual([
      '\u0006\u0009',
      '\u0004\u0014',
      '\u0004\u0014',
      '\u0004\u0014',
      '',
    ])
  })

  it('takes a message out of what the device prints', () => {
    const text: string[] = []
    const reader = new ConsoleReader((bytes) => text.push(Buffer.from(bytes).toString('latin1')))
    const message = Uint8Array.from({ length: 200 }, (_, index) => index)
    const lines = Buffer.from(encodeConsole(message)).toString('latin1').split('\n')
    const printed = `booting\r\nuart:~$ ${lines[0]}\n<inf> a: b\r\n${lines[1]}\n${lines[2]}\n`
    for (const character of printed) reader.feed(Buffer.from(character, 'latin1'))
    expect(reader.take()).toEqual(Buffer.from(message))
    expect(reader.take()).toBeNull()
    expect(text).toEqual(['booting\r', 'uart:~$ ', '<inf> a: b\r'])
    expect(reader.brokenCount).toBe(0)
  })

  it('counts what is broken and goes on', () => {
    const reader = new ConsoleReader(() => {})
    const good = encodeConsole(bytesOf('0000000100014200a0'))
    const bad = Uint8Array.from(good, (byte, index) => (index === 9 ? byte ^ 1 : byte))
    reader.feed(bad)
    reader.feed(Buffer.from('\u0004\u0014AAAA\n', 'latin1'))
    reader.feed(encodeConsole(new Uint8Array(200)).subarray(0, 127))
    reader.feed(good)
    expect(reader.take()).toEqual(bytesOf('0000000100014200a0'))
    expect(reader.brokenCount).toBe(3)
  })
})
