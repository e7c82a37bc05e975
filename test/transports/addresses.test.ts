import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAddress } from '../../main/transports/addresses.ts'
import type { Link, LinkOptions } from '../../main/transports/link.ts'
import { createLinkPair } from '../../main/transports/memory.ts'
import { openLink } from '../../main/transports/open-link.ts'
import { codeOf } from '../conformance/link-suite.ts'

const parse = async (address: string, platform: NodeJS.Platform) => parseAddress(address, platform)

describe('parseAddress', () => {
  test.each([
    ['/dev/ttyUSB0', 'linux', { scheme: 'serial', path: '/dev/ttyUSB0' }],
    ['/dev/cu.usbserial-1420', 'darwin', { scheme: 'serial', path: '/dev/cu.usbserial-1420' }],
    ['/dev/pts/3', 'linux', { scheme: 'serial', path: '/dev/pts/3' }],
    ['COM3', 'win32', { scheme: 'serial', path: 'COM3' }],
    ['com12', 'win32', { scheme: 'serial', path: 'COM12' }],
    ['tcp://127.0.0.1:4000', 'linux', { scheme: 'tcp', host: '127.0.0.1', port: 4000 }],
    [
      'tcp://bench-7.plant.local:65535',
      'win32',
      { scheme: 'tcp', host: 'bench-7.plant.local', port: 65_535 },
    ],
    ['tcp://[::1]:1', 'linux', { scheme: 'tcp', host: '::1', port: 1 }],
    ['tcp://[fe80::1%eth0]:23', 'linux', { scheme: 'tcp', host: 'fe80::1%eth0', port: 23 }],
    ['sim://8', 'linux', { scheme: 'sim', number: 8 }],
  ] as const)('%s on %s', (address, platform, expected) => {
    expect(parseAddress(address, platform)).toEqual(expected)
  })

  test.each([
    ['', 'linux'],
    ['ttyUSB0', 'linux'],
    ['./ttyUSB0', 'linux'],
    ['/dev/', 'linux'],
    ['/dev/tty\0USB0', 'linux'],
    [`/${'x'.repeat(300)}`, 'linux'],
    ['COM3', 'linux'],
    ['COM0', 'win32'],
    ['COM1234', 'win32'],
    ['COM3:', 'win32'],
    ['/dev/ttyUSB0', 'win32'],
    ['tcp://host', 'linux'],
    ['tcp://host:', 'linux'],
    ['tcp://:4000', 'linux'],
    ['tcp://host:0', 'linux'],
    ['tcp://host:65536', 'linux'],
    ['tcp://host:04000', 'linux'],
    ['tcp://host:4000/', 'linux'],
    ['tcp://host:4000/path', 'linux'],
    ['tcp://user:secret@host:4000', 'linux'],
    ['tcp://::1:4000', 'linux'],
    ['tcp://[host]:4000', 'linux'],
    ['tcp:host:4000', 'linux'],
    ['TCP://host:4000', 'linux'],
    [' tcp://host:4000', 'linux'],
    ['tcp://ho st:4000', 'linux'],
    ['http://host:4000', 'linux'],
    ['sim://', 'linux'],
    ['sim://0', 'linux'],
    ['sim://1/2', 'linux'],
    ['sim://10000', 'linux'],
  ] as const)('refuses %j on %s', async (address, platform) => {
    expect(await codeOf(parse(address, platform))).toBe('LINK_ADDRESS')
  })

  test('any text is an address or LINK_ADDRESS', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `tcp://${text}`),
        ),
        async (text) => {
          expect([null, 'LINK_ADDRESS']).toContain(await codeOf(parse(text, 'linux')))
        },
      ),
    )
  })
})

describe('openLink', () => {
  const options: LinkOptions = { baudRate: 115_200, signal: new AbortController().signal }

  test('asks the opener of the scheme', async () => {
    const asked: string[] = []
    const opener =
      (name: string) =>
      async (address: string): Promise<Link> => {
        asked.push(`${name} ${address}`)
        return createLinkPair({ address }).host
      }
    const open = openLink({ serial: opener('serial'), tcp: opener('tcp'), sim: opener('sim') })
    for (const address of ['tcp://a:1', 'sim://2'])
      expect((await open(address, options)).address).toBe(address)
    expect(asked).toEqual(['tcp tcp://a:1', 'sim sim://2'])
  })

  test('refuses bad addresses, schemes without an opener, and what was aborted', async () => {
    const open = openLink({})
    expect(await codeOf(open('nonsense', options))).toBe('LINK_ADDRESS')
    expect(await codeOf(open('sim://1', options))).toBe('LINK_ADDRESS')
    const reason = new Error('enough')
    await expect(open('sim://1', { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
