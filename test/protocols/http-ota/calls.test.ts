// The requests beside the upload, as the profile describes them: what is asked when, and what ends the write before anything
// is sent that is to be stored.
import { describe, expect, it } from 'vitest'
import { httpOta } from '../../../main/protocols/http-ota/index.ts'
import type { Target, WriteEvent } from '../../../main/protocols/protocol.ts'
import type { LanRequest } from '../../../main/transports/lan-host.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'
import { type Answer, type HostThat, hostThat } from '../lan/host-that.ts'

const { signal } = new AbortController()
const image = imageOf(new Uint8Array(1000).fill(7), 'a b.bin')

const connect = ({ link }: HostThat, options: object, password = ''): Promise<Target> =>
  httpOta.connect(link, httpOta.options.parse(options), { signal, log: () => {}, password: () => password })

async function write(target: Target): Promise<string[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(target.plan(image), signal)) events.push(event)
  return events.map(({ kind }) => kind)
}

const lines = (requests: readonly LanRequest[]) => requests.map(({ method, path }) => `${method} ${path}`)

/** As ElegantOTA has it since its third version. */
const elegant = {
  path: '/ota/upload',
  digest: 'md5',
  before: [{ path: '/ota/start?mode=fr&hash={md5}' }],
  restart: { method: 'POST', path: '/restart', body: '{"now":{size}}' },
}

describe('in their order', () => {
  it('before, upload, restart', async () => {
    const device = hostThat(() => ({}))
    const target = await connect(device, elegant)
    expect(await write(target)).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
    await target.reset(signal)
    expect(lines(device.requests)).toEqual([
      `GET /ota/start?mode=fr&hash=${image.md5}`,
      'POST /ota/upload',
      'POST /restart',
    ])
    expect(Buffer.from(device.requests[2]?.body[0] ?? []).toString()).toBe('{"now":1000}')
  })

  it('the image stands between the parts of a form, as it is', async () => {
    const device = hostThat(() => ({}))
    const given = { fields: { MD5: '{md5}' }, uploadHeaders: { 'X-Size': '{size}' }, path: '/u?n={fileName}' }
    await write(await connect(device, given))
    const [request] = device.requests
    expect(request?.path).toBe('/u?n=a%20b.bin')
    expect(request?.headers).toMatchObject({ 'X-Size': '1000' })
    expect(request?.body[1]).toBe(image.bytes)
    expect(Buffer.from(request?.body[0] ?? []).toString()).toContain(`name="MD5"\r\n\r\n${image.md5}\r\n`)
  })

  it('restarts only what took an image, and believes one that restarts without an answer', async () => {
    const answers: (() => Answer)[] = [
      () => ({}),
      () => {
        throw new FlashlineError('OTA_BROKEN', {})
      },
    ]
    const device = hostThat(() => answers.shift()?.() ?? {})
    const target = await connect(device, { restart: { method: 'POST', path: '/restart' } })
    await target.reset(signal)
    expect(device.requests).toEqual([])
    await write(target)
    await target.reset(signal)
    await target.reset(signal)
    expect(lines(device.requests)).toEqual(['POST /update', 'POST /restart'])
  })
})

describe('nothing is sent that is to be stored', () => {
  it.each([
    [409, 'OTA_REFUSED'],
    [401, 'OTA_PASSWORD'],
    [302, 'OTA_REDIRECT'],
  ])('after a %i to a request before it', async (status, code) => {
    const device = hostThat(() => ({ status, text: 'busy' }))
    const target = await connect(device, elegant)
    await expect(write(target)).rejects.toMatchObject({ code })
    expect(device.requests).toHaveLength(1)
  })

  it('with a password that the login page refuses; a login page that is not there says nothing', async () => {
    const strict = hostThat(() => ({ status: 401 }))
    await expect(write(await connect(strict, { auth: 'basic' }, 'x'))).rejects.toMatchObject({
      code: 'OTA_PASSWORD',
    })
    expect(lines(strict.requests)).toEqual(['GET /update'])
    const without = hostThat(({ method }) => ({ status: method === 'GET' ? 404 : 200 }))
    await write(await connect(without, { auth: 'basic', loginPath: '/login' }, 'x'))
    expect(lines(without.requests)).toEqual(['GET /login', 'POST /update'])
  })
})

describe('the answer to the upload', () => {
  it.each([
    [{ status: 201 }, null],
    [{ status: 303 }, 'OTA_REDIRECT'],
    [{ status: 400, text: 'no' }, 'OTA_REFUSED'],
    [{ status: 200, text: 'FAIL: chip' }, 'OTA_REFUSED'],
  ] satisfies [Answer, string | null][])('%j', async (answer, code) => {
    const device = hostThat(() => answer)
    const written = write(await connect(device, { answer: { refusal: 'FAIL: (.*)' } }))
    if (code === null) expect(await written).toContain('progress')
    else await expect(written).rejects.toMatchObject({ code })
  })

  it('that is a yes by the profile is one, also as a redirect', async () => {
    const device = hostThat(() => ({ status: 303 }))
    expect(await write(await connect(device, { answer: { statuses: [303] } }))).toContain('progress')
  })
})

describe('preflight', () => {
  const look = ({ link }: HostThat, options: object) =>
    httpOta.preflight?.(link, httpOta.options.parse(options), { signal })

  it('asks for the version, or else only whether somebody is there', async () => {
    const told = hostThat(() => ({ text: '{"version":"1"}' }))
    await look(told, { version: {} })
    expect([lines(told.requests), told.connected]).toEqual([['GET /version'], []])
    const silent = hostThat(() => ({}))
    await look(silent, { port: 8080 })
    expect([silent.requests, silent.connected]).toEqual([[], [8080]])
  })
})

it('a digest that no template gives the device is a mistake of the profile', () => {
  expect(httpOta.options.safeParse({ digest: 'md5' }).success).toBe(false)
  expect(httpOta.options.safeParse({ digest: 'sha256', path: '/u?m={md5}' }).success).toBe(false)
  expect(
    httpOta.options.safeParse({ digest: 'sha256', uploadHeaders: { 'X-Sum': '{sha256}' } }).success,
  ).toBe(true)
})

it('a name that has no value is a mistake of the profile, with its place', () => {
  const issueOf = (options: object) => httpOta.options.safeParse(options).error?.issues[0]
  expect(issueOf({ path: '/u?v={version}' })).toMatchObject({ path: ['path'], params: { found: 'version' } })
  expect(issueOf({ version: { path: '/v?m={md5}' } })).toMatchObject({ path: ['version', 'path'] })
  expect(issueOf({ before: [{ path: '/a' }, { path: '/{b}' }] })).toMatchObject({
    path: ['before', 1, 'path'],
  })
  expect(issueOf({ before: [{ path: '/', body: '{"size":{size},"to":"{ip}"}' }] })).toBeUndefined()
})

it('a reader that goes away ends the transfer', async () => {
  const device = hostThat(() => ({}))
  const target = await connect(device, {})
  let signalOfIt: AbortSignal | undefined
  const { host } = device
  Object.assign(host, {
    request: (request: LanRequest, signal: AbortSignal) => {
      signalOfIt = signal
      return request.beforeLast?.().then(() => Promise.reject(signal.reason))
    },
  })
  for await (const { kind } of target.write(target.plan(image), signal)) if (kind === 'pointOfNoReturn') break
  expect(signalOfIt?.aborted).toBe(true)
})
