// The messages of RFC 2217: how a serial port behind a telnet server is set. Pure. They travel as the bodies of telnet
// subnegotiations of option 44. Source: RFC 2217, sections 2 to 5 and the values listed there.
//
//   request   code value          baud rate: 4 bytes, the highest first (115200 is 00 01 c2 00); all others: 1 byte
//   answer    code+100 value      the value that the port has now, which may be another than the one asked for
//   notice    106 or 107 value    line state, modem state: unasked; 108, 109: stop and go on sending

export const comPortOption = 44

const codes = {
  baudRate: 1,
  dataSize: 2,
  parity: 3,
  stopSize: 4,
  flow: 5,
  break: 5,
  dtr: 5,
  rts: 5,
  modemStateMask: 11,
  purge: 12,
} as const

export type ComPortSetting = keyof typeof codes
export type ComPortNotice = 'lineState' | 'modemState' | 'suspend' | 'resume'

export const parityValues = { none: 1, odd: 2, even: 3 } as const
export const lineValues = { dtr: { on: 8, off: 9 }, rts: { on: 11, off: 12 } } as const
/** 1: one stop bit; no flow control; both of the server's buffers. */
export const plain = { dataSize: 8, stopSize: 1, flow: 1, purge: 3 } as const

export interface ComPortMessage<About = ComPortSetting | ComPortNotice> {
  readonly about: About
  readonly value: number
}

export function encodeComPort({ about, value }: ComPortMessage<ComPortSetting>): Uint8Array {
  const code = codes[about]
  if (about !== 'baudRate') return Uint8Array.of(code, value)
  const body = new Uint8Array(5)
  const view = new DataView(body.buffer)
  view.setUint8(0, code)
  view.setUint32(1, value)
  return body
}

const plainAnswers = new Map<number, ComPortSetting | ComPortNotice>([
  [102, 'dataSize'],
  [103, 'parity'],
  [104, 'stopSize'],
  [106, 'lineState'],
  [107, 'modemState'],
  [111, 'modemStateMask'],
  [112, 'purge'],
])

/** Null for what is not known, or too short to mean anything. */
export function decodeComPort(body: Uint8Array): ComPortMessage | null {
  const [code = 0, value] = body
  if (code === 108) return { about: 'suspend', value: 0 }
  if (code === 109) return { about: 'resume', value: 0 }
  if (code === 101) {
    if (body.length < 5) return null
    const view = new DataView(body.buffer, body.byteOffset, body.length)
    return { about: 'baudRate', value: view.getUint32(1) }
  }
  if (value === undefined) return null
  const about = code === 105 ? controlled(value) : plainAnswers.get(code)
  return about === undefined ? null : { about, value }
}

/** One message serves four things; its value tells which. */
function controlled(value: number): ComPortSetting | undefined {
  if (value <= 3) return 'flow'
  if (value <= 6) return 'break'
  if (value <= 9) return 'dtr'
  return value <= 12 ? 'rts' : undefined
}
