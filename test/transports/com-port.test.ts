import { describe, expect, test } from 'vitest'
import {
  comPortOption,
  decodeComPort,
  encodeComPort,
  lineValues,
  parityValues,
} from '../../main/transports/com-port.ts'
import { encodeSubnegotiation } from '../../main/transports/telnet.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'))
const onWire = (request: Parameters<typeof encodeComPort>[0]): string =>
  hex(encodeSubnegotiation(comPortOption, encodeComPort(request)))

describe('requests, as ser2net 4 was seen to take them', () => {
  test.each([
    [{ about: 'baudRate', value: 0 }, 'fffa2c0100000000fff0'],
    [{ about: 'baudRate', value: 115_200 }, 'fffa2c010001c200fff0'],
    [{ about: 'baudRate', value: 74_880 }, 'fffa2c0100012480fff0'],
    [{ about: 'dataSize', value: 8 }, 'fffa2c0208fff0'],
    [{ about: 'parity', value: parityValues.even }, 'fffa2c0303fff0'],
    [{ about: 'stopSize', value: 1 }, 'fffa2c0401fff0'],
    [{ about: 'flow', value: 1 }, 'fffa2c0501fff0'],
    [{ about: 'break', value: 5 }, 'fffa2c0505fff0'],
    [{ about: 'dtr', value: lineValues.dtr.on }, 'fffa2c0508fff0'],
    [{ about: 'dtr', value: lineValues.dtr.off }, 'fffa2c0509fff0'],
    [{ about: 'rts', value: lineValues.rts.on }, 'fffa2c050bfff0'],
    [{ about: 'rts', value: lineValues.rts.off }, 'fffa2c050cfff0'],
    [{ about: 'purge', value: 3 }, 'fffa2c0c03fff0'],
    // A 255 in a value is doubled like any other.
    [{ about: 'modemStateMask', value: 255 }, 'fffa2c0bfffffff0'],
    [{ about: 'baudRate', value: 0xff_00 }, 'fffa2c010000ffff00fff0'],
  ] as const)('%j', (request, expected) => {
    expect(onWire(request)).toBe(expected)
  })
})

describe('answers and notices', () => {
  test.each([
    ['650001c200', { about: 'baudRate', value: 115_200 }],
    ['65ffffffff', { about: 'baudRate', value: 0xff_ff_ff_ff }],
    ['6608', { about: 'dataSize', value: 8 }],
    ['6703', { about: 'parity', value: 3 }],
    ['6801', { about: 'stopSize', value: 1 }],
    ['6901', { about: 'flow', value: 1 }],
    ['6906', { about: 'break', value: 6 }],
    ['6907', { about: 'dtr', value: 7 }],
    ['6909', { about: 'dtr', value: 9 }],
    ['690b', { about: 'rts', value: 11 }],
    ['6a60', { about: 'lineState', value: 0x60 }],
    ['6bb0', { about: 'modemState', value: 0xb0 }],
    ['6c', { about: 'suspend', value: 0 }],
    ['6d', { about: 'resume', value: 0 }],
    ['7003', { about: 'purge', value: 3 }],
  ])('%s', (body, expected) => {
    expect(decodeComPort(bytes(body))).toEqual(expected)
  })

  test.each(['', '65', '650001c2', '66', '69', '690d', '0108', '6473657232', 'ff00'])(
    'nothing is made of %j',
    (body) => {
      expect(decodeComPort(bytes(body))).toBeNull()
    },
  )
})
