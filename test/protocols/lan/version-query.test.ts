// What a device says of itself, found in its answer; and what is no answer.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askVersion, valueAt, versionQuerySchema } from '../../../main/protocols/lan/version-query.ts'
import type { LanHost } from '../../../main/transports/lan-host.ts'
import { runs } from '../../runs.ts'
import { hostThat } from './host-that.ts'

const { signal } = new AbortController()

const ask = (host: LanHost, query: object, password = '') =>
  askVersion(host, versionQuerySchema.parse(query), signal, password)

describe('an answer', () => {
  it('in JSON', async () => {
    const { host, requests } = hostThat(() => ({
      text: '{"fw":{"ver":"v2.0.1-beta"},"mac":"a0:b1:c2:d3:e4:f5","id":17,"up":3600,"model":"L1"}',
    }))
    const before = performance.now()
    const told = await ask(host, {
      path: '/s?h={ip}',
      version: { pointer: '/fw/ver', pattern: '^v([0-9.]+)' },
      ...{
        mac: { pointer: '/mac' },
        model: { pointer: '/model' },
        deviceId: { pointer: '/id' },
        uptime: { pointer: '/up' },
      },
    })
    expect(told).toMatchObject({ version: '2.0.1', mac: 'A0B1C2D3E4F5', model: 'L1', deviceId: '17' })
    expect((told.startedAtMs ?? 0) + 3_600_000 - before).toBeLessThan(1000)
    expect(requests).toMatchObject([{ method: 'GET', path: '/s?h=10.0.0.7', port: 80, tls: null, body: [] }])
  })

  it('on a page', async () => {
    const { host } = hostThat(() => ({ text: '<html><b>Firmware</b> 1.2.3 <i>A0-B1-C2-D3-E4-F5</i></html>' }))
    const told = await ask(host, {
      version: { pattern: 'Firmware</b> (\\S+)' },
      mac: { pattern: '([0-9A-F]{2}-){5}[0-9A-F]{2}' },
    })
    // Its first group: the last pair alone is no address.
    expect(told).toEqual({ version: '1.2.3', mac: null, model: null, deviceId: null, startedAtMs: null })
  })

  const useless = [
    '',
    '{}',
    '[]',
    'null',
    '{"version":{}}',
    '{"version":""}',
    `{"version":"${'9'.repeat(65)}"}`,
    '{"version"',
  ]
  it.each(useless)('that names no version: %j', async (text) => {
    const { host } = hostThat(() => ({ text }))
    await expect(ask(host, {})).rejects.toMatchObject({ code: 'OTA_REPLY', context: { reason: 'noVersion' } })
  })

  it.each([
    [401, 'OTA_PASSWORD'],
    [403, 'OTA_PASSWORD'],
    [301, 'OTA_REDIRECT'],
    [404, 'OTA_REPLY'],
    [500, 'OTA_REPLY'],
  ])('%i is %s', async (status, code) => {
    const { host } = hostThat(() => ({
      status,
      headers: { location: 'http://elsewhere/' },
      text: '{"version":"1"}',
    }))
    await expect(ask(host, {})).rejects.toMatchObject({ code, context: { address: '10.0.0.7', status } })
  })

  it('that repeats the password does not carry it on', async () => {
    const { host } = hostThat(() => ({
      status: 404,
      text: '<p>no page /v?p=s%20cret for "s cret"\u0007</p><script>x</script>',
    }))
    const asked = ask(host, { path: '/v?p={password}' }, 's cret')
    await expect(asked).rejects.toMatchObject({ context: { said: 'no page /v?p=*** for "***"' } })
  })
})

describe('the password', () => {
  it('as basic authentication, and not at all where there is none', async () => {
    const { host, requests } = hostThat(() => ({ text: '{"version":"1"}' }))
    await ask(host, { auth: 'basic', userName: 'lead' }, 'pä')
    await ask(host, { auth: 'basic' })
    await ask(host, { headers: { 'X-Key': '{password}' } }, 'pä\r\nX: y')
    expect(requests.map(({ headers }) => headers)).toEqual([
      { Authorization: `Basic ${Buffer.from('lead:pä').toString('base64')}` },
      {},
      // As bytes of UTF-8, on one line.
      { 'X-Key': `${Buffer.from('pä').toString('latin1')}X: y` },
    ])
  })

  it('as a digest: asked once, answered once, and given up when it is wrong', async () => {
    const challenge = (nonce: string) => ({
      'www-authenticate': `Digest realm="r", nonce="${nonce}", qop="auth"`,
    })
    let asked = 0
    const strict = hostThat(({ headers }) => {
      asked += 1
      return headers.Authorization?.includes('nc=00000001')
        ? { text: '{"version":"1"}' }
        : { status: 401, headers: challenge(`n${asked}`) }
    })
    expect((await ask(strict.host, { auth: 'digest' }, 'x')).version).toBe('1')
    expect(strict.requests).toHaveLength(2)
    const never = hostThat(() => ({ status: 401, headers: challenge(`n${Math.random()}`) }))
    await expect(ask(never.host, { auth: 'digest' }, 'x')).rejects.toMatchObject({ code: 'OTA_PASSWORD' })
    expect(never.requests).toHaveLength(2)
  })
})

it('a pointer finds every text and number, whatever its key', () => {
  const leaf = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abc019.-'), minLength: 1, maxLength: 20 }),
    fc.integer(),
  )
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 4 }),
      leaf,
      (keys, value) => {
        const json = keys.reduceRight<unknown>((inner, key) => Object.fromEntries([[key, inner]]), value)
        const pointer = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
        expect(valueAt(JSON.stringify(json), { pointer, pattern: '' })).toBe(String(value))
        expect(valueAt(JSON.stringify(json), { pointer: `${pointer}/more`, pattern: '' })).toBeNull()
      },
    ),
    runs(300),
  )
})
