// Who gets nothing: strangers, the late, the wrong device, players with paths, and whoever asks too much.
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ask, type Bed, type BedOffer, dial, open, openBed, textUntilEnd, untilGone } from './bed.ts'

const bytes = randomBytes(1000)

let bed: Bed
let offered: BedOffer
beforeEach(async () => {
  bed = openBed({ requests: { perSecond: 2, burst: 3 }, headerBytes: 2048 })
  offered = await bed.offer(bytes)
})
afterEach(() => bed[Symbol.asyncDispose]())

const statusOf = async (target: string) => (await ask(offered.url, { target })).status
const rawStatus = async (request: string) => {
  const text = await textUntilEnd(await dial(offered, request))
  return { status: Number(text.split(' ')[1]), hangsUp: /^connection: close\r$/im.test(text), text }
}

describe('refused', () => {
  test('a wrong token, and everything that is not the URL to the last byte', async () => {
    const [token = '', name = ''] = offered.path.split('/')
    const turned = token.replace(/^./, token.startsWith('a') ? 'b' : 'a')
    const targets = [
      '/',
      '/firmware.bin',
      `/${token}`,
      `/${token}/`,
      `/${token}/firmware.bi`,
      `/${token}/firmware.bin/`,
      `/${token}/FIRMWARE.BIN`,
      `/${turned}/${name}`,
      `/${token.toUpperCase()}/${name}`,
      `//${token}/${name}`,
      `/${token}//${name}`,
      `/./${token}/${name}`,
      `/x/../${token}/${name}`,
      `/${token}/../${token}/${name}`,
      `/%2e/${token}/${name}`,
      `/${token}/firmware%2ebin`,
      `/${token}%2f${name}`,
      `/${token}/${name}#x`,
      `/${token}\\${name}`,
      `/${token}/${name};x`,
      `http://elsewhere/${token}/${name}`,
      `https://127.0.0.1:${offered.port}/${token}/${name}`,
      `ftp://127.0.0.1:${offered.port}/${token}/${name}`,
      '/../../../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      `/${'a'.repeat(1500)}`,
      '/__proto__/constructor',
    ]
    for (const target of targets) expect([target, await statusOf(target)]).toEqual([target, 404])
    expect(await statusOf(`/${token}/${name}`)).toBe(200)
    expect(offered.told[0]?.requests).toBe(1)
  })

  test('control bytes, bytes above ASCII, and what is no HTTP', async () => {
    for (const target of ['/\u0000', '/a\tb', '/\u007f', '/\u00ff\u00fe']) {
      const { status } = await rawStatus(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      expect([target, status === 400 || status === 404]).toEqual([target, true])
    }
    for (const request of [
      'GARBAGE\r\n\r\n',
      `GET /${offered.path} HTTP/1.1\r\n\r\n`,
      `GET /${offered.path} HTTP/1.1\r\nHost: x\r\nA\u0000B: c\r\n\r\n`,
      `GET /${offered.path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`,
      '\u0016\u0003\u0001\u0002\u0000\u0001\u0000',
    ]) {
      expect([request, (await rawStatus(request)).status]).toEqual([request, 400])
    }
  })

  test('headers that never end: 431', async () => {
    expect((await rawStatus(`GET /${'a'.repeat(3000)} HTTP/1.1\r\n`)).status).toBe(431)
    const request = `GET /${offered.path} HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(3000)}`
    expect((await rawStatus(request)).status).toBe(431)
  })

  test('other methods: 405 with what is allowed, and the connection ends', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'QUERY']) {
      const { status, hangsUp, text } = await rawStatus(
        `${method} /${offered.path} HTTP/1.1\r\nHost: x\r\n\r\n`,
      )
      expect([method, status, hangsUp]).toEqual([method, 405, true])
      expect(text).toContain('\r\nAllow: GET, HEAD\r\n')
    }
    expect((await rawStatus('OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(405)
    expect(await textUntilEnd(await dial(offered, 'CONNECT a:1 HTTP/1.1\r\nHost: x\r\n\r\n'))).toBe('')
  })

  test('a GET that brings content', async () => {
    const head = `GET /${offered.path} HTTP/1.1\r\nHost: x\r\n`
    const asked = [
      `${head}Content-Length: 3\r\n\r\nabc`,
      `${head}Content-Length: 1000000000\r\n\r\n`,
      `${head}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n`,
    ]
    for (const request of asked) {
      const { status, hangsUp } = await rawStatus(request)
      expect([request, status, hangsUp]).toEqual([request, 400, true])
    }
    expect(offered.told).toEqual([])
  })

  test('another device than the one it was made for', async () => {
    const own = await bed.offer(bytes, { deviceIp: '127.0.0.2' })
    const stranger = await ask(own.url)
    expect([stranger.status, stranger.bytes.length]).toEqual([403, 0])
    expect((await ask(own.url, { from: '127.0.0.2' })).bytes.equals(bytes)).toBe(true)
  })

  test('when its time is over or it was taken back, by the clock', async () => {
    const short = await bed.offer(bytes, { lifetimeMs: 5000 })
    bed.clock.advance(4999)
    expect((await ask(short.url)).status).toBe(200)
    bed.clock.advance(1)
    expect((await ask(short.url)).status).toBe(404)
    offered.close()
    offered.close()
    expect((await ask(offered.url)).status).toBe(404)
  })

  test('too many requests per second: 429 and when to come again; other devices are served', async () => {
    const other = await bed.offer(bytes)
    for (let n = 0; n < 3; n += 1) expect((await ask(offered.url)).status).toBe(200)
    const refused = await ask(offered.url)
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '1'])
    expect((await ask(other.url)).status).toBe(200)
    bed.clock.advance(500)
    expect((await ask(offered.url)).status).toBe(200)
    expect((await ask(offered.url)).status).toBe(429)
  })

  test('too many transfers of one URL: 429; when one ends, there is room again', async () => {
    await using wide = openBed({ transfersPerOffer: 2 })
    const hot = await wide.offer(Buffer.alloc(16 * 1024 * 1024))
    const first = await open(hot.url)
    const second = await open(hot.url)
    const third = await ask(hot.url)
    expect([third.status, third.headers['retry-after']]).toEqual([429, '5'])
    // What carries no body is no transfer.
    expect((await ask(hot.url, { method: 'HEAD' })).status).toBe(200)
    first.destroy()
    await wide.turnUntil(hot.toldOf(({ open, doneBytes }) => open === 1 && doneBytes > 1_000_000))
    const fourth = await open(hot.url)
    expect(fourth.statusCode).toBe(200)
    for (const response of [second, fourth]) response.destroy()
  })

  test('the log counts them and knows no token', async () => {
    const [token = ''] = offered.path.split('/')
    await ask(offered.url, { target: '/x' })
    await ask(offered.url, { target: `/${token}/x` })
    await ask(offered.url, { method: 'DELETE' })
    expect(bed.logged).toEqual([])
    bed.clock.advance(10_000)
    expect(bed.logged).toEqual([
      { refused: { url: 2, method: 1 }, lastPeer: '127.0.0.1', message: 'hand-out requests refused' },
    ])
    await ask(offered.url, { target: '/y' })
    await bed.server.close()
    expect(bed.logged.length).toBe(2)
    expect(JSON.stringify(bed.logged)).not.toContain(token)
  })

  test('where nothing was chosen, and where the port is taken', async () => {
    const unset = { code: 'HANDOUT_UNSET', context: { host: '127.0.0.9' } }
    await expect(bed.offer(bytes, { host: '127.0.0.9' })).rejects.toMatchObject(unset)
    await using second = openBed({}, offered.port)
    await expect(second.offer(bytes)).rejects.toMatchObject({
      code: 'HANDOUT_PORT',
      context: { host: '127.0.0.1', port: offered.port, reason: 'EADDRINUSE' },
    })
    // The same port of another of our addresses is free; and what failed once is tried again.
    const other = await second.offer(bytes, { host: '127.0.0.3' })
    expect((await ask(other.url)).status).toBe(200)
    await bed.server.close()
    expect((await ask((await second.offer(bytes)).url)).status).toBe(200)
    await expect(bed.offer(bytes)).rejects.toMatchObject({ code: 'HANDOUT_UNSET' })
  })

  test('listens on the asked address alone', async () => {
    const socket = await dial({ host: '127.0.0.3', port: offered.port }).catch((error) => error)
    expect(socket.code).toBe('ECONNREFUSED')
    const other = await bed.offer(bytes, { host: '127.0.0.3' })
    const reached = await dial(other)
    reached.destroy()
    await untilGone(reached)
  })
})
