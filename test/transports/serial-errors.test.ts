import { EventEmitter } from 'node:events'
import { describe, expect, test } from 'vitest'
import { meansGone, meansNoSignals, openError } from '../../main/transports/serial-errors.ts'
import { repairPoller } from '../../main/transports/serial-poller.ts'
import { errorText } from '../../preload/contract/index.ts'

const facts = { address: '/dev/ttyUSB0', baudRate: 115_200 }

describe('openError', () => {
  test.each([
    ['Error: No such file or directory, cannot open /dev/ttyUSB0', 'linux', 'LINK_NOT_FOUND'],
    ['Error: No such device or address, cannot open /dev/ttyUSB0', 'linux', 'LINK_NOT_FOUND'],
    ['Error: Input/output error, cannot open /dev/ttyUSB0', 'linux', 'LINK_NOT_FOUND'],
    ['Error: Permission denied, cannot open /dev/ttyUSB0', 'linux', 'LINK_DENIED'],
    ['Error Resource temporarily unavailable Cannot lock port', 'linux', 'LINK_BUSY'],
    ['Error: Device or resource busy, cannot open /dev/ttyUSB0', 'linux', 'LINK_BUSY'],
    ['Error: Inappropriate ioctl for device setting custom baud rate of 115200', 'linux', 'LINK_ADDRESS'],
    ['Error: Is a directory, cannot open /dev', 'linux', 'LINK_ADDRESS'],
    ['Error: Invalid argument || while setting custom baud rate of 115200', 'linux', 'PROFILE_INVALID'],
    ['Error: Invalid argument calling ioctl(.., IOSSIOSPEED, 115200 )', 'darwin', 'PROFILE_INVALID'],
    ['Opening COM3: File not found', 'win32', 'LINK_NOT_FOUND'],
    ['Opening COM3: Access denied', 'win32', 'LINK_BUSY'],
    ['Open (SetCommState): Unknown error code 87', 'win32', 'PROFILE_INVALID'],
    ['Opening COM3: Unknown error code 31', 'win32', 'LINK_NOT_FOUND'],
  ] as const)('%s (%s) is %s', (text, platform, code) => {
    const cause = new Error(text)
    const error = openError(cause, facts, platform)
    expect(error.code).toBe(code)
    expect(error.context).toMatchObject({ address: facts.address })
    expect(error.cause).toBe(cause)
  })
})

test.each([
  ['linux', undefined, 'sudo usermod -aG dialout $USER'],
  ['linux', 'uucp', 'sudo usermod -aG uucp $USER'],
  ['darwin', undefined, null],
] as const)('a refused port says the command: %s, group %s', (platform, group, command) => {
  const error = openError(new Error('Error: Permission denied, cannot open x'), { ...facts, group }, platform)
  expect(error.context).toEqual({ address: facts.address, command })
  const said = [errorText(error, 'en').remedy, errorText(error, 'zh-CN').remedy]
  for (const remedy of said) {
    expect(remedy.includes('usermod')).toBe(command !== null)
    expect(remedy).toContain(command ?? '')
  }
})

test('missing modem lines are told from a lost port', () => {
  expect(meansNoSignals(new Error('Error: Inappropriate ioctl for device, cannot set'))).toBe(true)
  expect(meansNoSignals(new Error('Error: Input/output error, cannot set'))).toBe(false)
})

test.each([
  ['Error: Input/output error, cannot drain', true],
  ['Error: Input/output error setting custom baud rate of 9600', true],
  ['Port is not open', true],
  ['Error: Invalid argument || while setting custom baud rate of 12345', false],
])('"%s" means gone: %s', (text, isGone) => {
  expect(meansGone(new Error(text))).toBe(isGone)
})

describe('repairPoller', () => {
  /** The library's poller as it is: every wait replaces the one before. */
  class Poller extends EventEmitter {
    readonly asked: number[] = []
    readonly poller = { poll: (flags: number) => void this.asked.push(flags) }
    override once(event: string, callback: (...args: unknown[]) => void): this {
      this.poller.poll(event === 'readable' ? 1 : 2)
      return super.once(event, callback)
    }
  }

  test('a wait for reading no longer replaces a wait for writing', () => {
    const poller = new Poller()
    expect(repairPoller({ poller })).toBe(true)
    poller.once('writable', () => {})
    expect(poller.asked).toEqual([2])
    poller.once('readable', () => {})
    expect(poller.asked).toEqual([2, 1, 3])
    poller.emit('writable')
    poller.emit('readable')
    poller.once('readable', () => {})
    expect(poller.asked.at(-1)).toBe(1)
  })

  test('leaves alone what it does not know', () => {
    for (const binding of [null, undefined, {}, { poller: {} }, { poller: new EventEmitter() }]) {
      expect(repairPoller(binding)).toBe(false)
    }
  })
})
