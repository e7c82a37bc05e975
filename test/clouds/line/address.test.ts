import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentEncode, readAddress } from '../../../main/clouds/line/address.ts'

const at = (baseUrl: string, pathSuffix = '', extraQuery = {}) =>
  readAddress({ baseUrl, pathSuffix, extraQuery })

describe('the address of a request', () => {
  it.each([
    ['https://api2.xlink.cn', 'https://api2.xlink.cn', '/v2/check/7'],
    ['https://api2.xlink.cn:443/', 'https://api2.xlink.cn', '/v2/check/7'],
    ['http://10.0.0.5:8686/prefix/a/', 'http://10.0.0.5:8686', '/prefix/a/v2/check/7'],
    ['http://[::1]:8080', 'http://[::1]:8080', '/v2/check/7'],
  ])('%s', (baseUrl, origin, path) => {
    expect(at(baseUrl).origin).toBe(origin)
    expect(at(baseUrl).pathOf({ path: '/v2/check/7' })).toBe(path)
  })

  it('has the suffix behind the path and the extra query behind the query', () => {
    const { pathOf } = at('https://host/base', '/geapp', { useHttps: 'true', empty: '' })
    expect(pathOf({ path: '/v2/x' })).toBe('/base/v2/x/geapp?useHttps=true&empty=')
    const query = [['b', '2'] as const, ['a', '1'] as const, ['b', '3'] as const]
    expect(pathOf({ path: '/v2/x', query })).toBe('/base/v2/x/geapp?b=2&a=1&b=3&useHttps=true&empty=')
  })

  it('leaves a path as it was signed', () => {
    expect(at('https://host').pathOf({ path: '/a/../b//c%2Fd/.' })).toBe('/a/../b//c%2Fd/.')
  })

  it.each(['', 'host', 'ftp://host', 'https://'])('refuses %j as a base', (baseUrl) => {
    expect(() => at(baseUrl)).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }))
  })
})

describe('percent-encoding', () => {
  it.each([
    [' ', '%20'],
    ['*', '%2A'],
    ["!'()", '%21%27%28%29'],
    ['a-Z_0.9~', 'a-Z_0.9~'],
    ['+/=&', '%2B%2F%3D%26'],
    ['固件', '%E5%9B%BA%E4%BB%B6'],
    ['\ud800', '%EF%BF%BD'],
  ])('%j', (text, encoded) => {
    expect(percentEncode(text)).toBe(encoded)
  })

  it('uses the unreserved characters alone and can be undone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(percentEncode(text)).toMatch(/^([A-Za-z0-9._~-]|%[0-9A-F]{2})*$/)
        expect(decodeURIComponent(percentEncode(text))).toBe(text)
      }),
    )
  })
})
