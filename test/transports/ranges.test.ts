import { BlockList, isIPv4 } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressesOf,
  isCovered,
  isInside,
  parseRange,
  plainIp,
  sizeOf,
} from '../../main/transports/ranges.ts'
import { runs } from '../runs.ts'

describe('ranges of addresses', () => {
  it.each([
    ['10.0.0.7', 1n, '10.0.0.7', '10.0.0.7'],
    ['10.0.0.77/24', 256n, '10.0.0.0', '10.0.0.255'],
    ['10.0.0.10-10.0.0.12', 3n, '10.0.0.10', '10.0.0.12'],
    ['0.0.0.0/0', 1n << 32n, null, null],
    ['fd00::1', 1n, 'fd00:0:0:0:0:0:0:1', 'fd00:0:0:0:0:0:0:1'],
    ['fd00::/126', 4n, 'fd00:0:0:0:0:0:0:0', 'fd00:0:0:0:0:0:0:3'],
    ['::ffff:10.0.0.7', 1n, '10.0.0.7', '10.0.0.7'],
  ])('%s', (text, size, first, last) => {
    const range = parseRange(text)
    expect(sizeOf(range)).toBe(size)
    if (first === null) return
    const addresses = [...addressesOf(range)]
    expect([addresses[0], addresses.at(-1), BigInt(addresses.length)]).toEqual([first, last, size])
  })

  it.each([
    '',
    'device.local',
    '10.0.0',
    '10.0.0.256',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/-1',
    '10.0.0.9-10.0.0.1',
    '10.0.0.1-fd00::1',
    '10.0.0.0/24-10.0.1.0',
    '10.0.0.1-10.0.0.3-10.0.0.9',
    'fd00::/129',
  ])('refuses "%s"', (text) => {
    expect(() => parseRange(text)).toThrow(expect.objectContaining({ code: 'LAN_RANGE' }))
  })

  it('agrees with the block list of the platform', () => {
    const octet = fc.integer({ min: 0, max: 255 })
    const ip = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'))
    fc.assert(
      fc.property(ip, fc.integer({ min: 0, max: 32 }), ip, (base, prefix, asked) => {
        const peer = new BlockList()
        peer.addSubnet(base, prefix)
        expect(isInside(asked, [parseRange(`${base}/${prefix}`)])).toBe(peer.check(asked))
      }),
      runs(300),
    )
  })

  it('agrees with it about IPv6', () => {
    fc.assert(
      fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.ipV6(), (base, prefix, asked) => {
        if (isIPv4(plainIp(base)) || isIPv4(plainIp(asked))) return
        const peer = new BlockList()
        peer.addSubnet(base, prefix, 'ipv6')
        expect(isInside(asked, [parseRange(`${base}/${prefix}`)])).toBe(peer.check(asked, 'ipv6'))
      }),
      runs(300),
    )
  })

  it('knows whether one range is wholly inside another', () => {
    const allowed = [parseRange('10.0.0.0/24')]
    expect(isCovered(parseRange('10.0.0.5-10.0.0.9'), allowed)).toBe(true)
    expect(isCovered(parseRange('10.0.0.250-10.0.1.2'), allowed)).toBe(false)
    expect(isInside('device.local', allowed)).toBe(false)
    expect(isInside('10.0.0.9', [])).toBe(false)
  })
})
