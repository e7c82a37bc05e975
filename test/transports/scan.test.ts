// Real sockets on the many addresses of loopback.
import { once } from 'node:events'
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { parseRange } from '../../main/transports/ranges.ts'
import { planScan, type ScanOptions, scanRange } from '../../main/transports/scan.ts'
import type { Sighting } from '../../main/transports/sighting.ts'

async function listen(server: Server, host: string, port: number): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
  })
  server.listen(port, host)
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const place = server.address() as AddressInfo
  return place.port
}

type Pages = Readonly<Record<string, string>>
const serve =
  (pages: Pages, asked: string[] = []) =>
  ({ url = '' }: IncomingMessage, response: ServerResponse) => {
    asked.push(url)
    const page = pages[url]
    if (page === undefined) response.writeHead(404).end('nothing')
    else response.end(page)
  }
const allowed = [parseRange('127.0.0.0/8')]

async function scan(options: Partial<ScanOptions>) {
  const found: Sighting[] = []
  const counts: [number, number][] = []
  const result = await scanRange({
    range: '127.0.0.2-127.0.0.9',
    allowed,
    own: [],
    signal: new AbortController().signal,
    onFound: (sighting) => found.push(sighting),
    onAsked: (...count) => counts.push(count),
    ...options,
  })
  return { found: found.sort((a, b) => (a.address < b.address ? -1 : 1)), counts, result }
}

test('who is there, by the pages of each maker', async () => {
  const gen1 = { type: 'SHSW-1', mac: 'C45BBE78A8A4', auth: false, fw: '20220209-092750/v1.11.8-g8c7bb8d' }
  const gen2 = { name: null, id: 'shellyplus1pm-a8032ab12344', mac: 'A8032AB12344', gen: 2, ver: '1.0.8' }
  const status = {
    Status: { DeviceName: 'Kitchen' },
    StatusFWR: { Version: '14.2.0(tasmota)', Hardware: 'ESP8266EX' },
    StatusNET: { Hostname: 'tasmota-C1F2A5-0421', Mac: '5C:CF:7F:C1:F2:A5' },
  }
  const tasmotaPath = '/cm?cmnd=Status%200'
  const port = await listen(createHttp(serve({ '/shelly': JSON.stringify(gen1) })), '127.0.0.2', 0)
  const asked: string[] = []
  const servers: Record<string, Server> = {
    '127.0.0.3': createHttp(serve({ '/shelly': JSON.stringify({ ...gen2, app: 'Plus1PM' }) })),
    '127.0.0.4': createHttp(serve({ [tasmotaPath]: JSON.stringify(status) })),
    '127.0.0.5': createHttp(
      serve({ [tasmotaPath]: '{"WARNING":"Need user=<username>&password=<password>"}' }),
    ),
    '127.0.0.6': createHttp(
      serve({ '/': '<title>pump</title><esp-app></esp-app><script src="x"></script>' }, asked),
    ),
    '127.0.0.7': createHttp((_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' })
      response.end(gzipSync(`<!DOCTYPE html><title>hall</title><esp-app></esp-app>${'x'.repeat(9999)}`))
    }),
    '127.0.0.8': createHttp(serve({ '/': `<TITLE> NAS \u0007 </TITLE>${'x'.repeat(1e6)}` })),
    '127.0.0.9': createTcp((socket) => socket.end('220 not HTTP\r\n')),
  }
  for (const [host, server] of Object.entries(servers)) await listen(server, host, port)

  const { found, counts, result } = await scan({ ports: [port], range: '127.0.0.2-127.0.0.10' })
  const none = { mac: null, deviceId: null, model: null, version: null, suggested: null }
  const seen = (host: number, name: string, facts: Partial<Sighting> = {}): Sighting => ({
    ...{ ...none, origin: 'scan', accessPoint: '', address: `lan://127.0.0.${host}:${port}`, name },
    ...facts,
  })
  expect(found).toEqual([
    seen(2, '127.0.0.2', {
      ...{ mac: 'C45BBE78A8A4', model: 'SHSW-1', version: '1.11.8', suggested: 'shelly-gen1' },
    }),
    seen(3, 'shellyplus1pm-a8032ab12344', {
      ...{ mac: 'A8032AB12344', deviceId: 'shellyplus1pm-a8032ab12344', model: 'Plus1PM' },
      ...{ version: '1.0.8', suggested: 'shelly-gen2' },
    }),
    seen(4, 'tasmota-C1F2A5-0421', {
      ...{ mac: '5CCF7FC1F2A5', model: 'ESP8266EX', version: '14.2.0', suggested: 'tasmota-web' },
    }),
    seen(5, '127.0.0.5', { suggested: 'tasmota-web' }),
    seen(6, 'pump', { suggested: 'esphome-web' }),
    seen(7, 'hall', { suggested: 'esphome-web' }),
    // Its page is longer than anybody reads.
    seen(8, '127.0.0.8'),
  ])
  expect(asked).toEqual(['/shelly', tasmotaPath, '/'])
  expect(result).toEqual({ totalCount: 9, foundCount: 7 })
  expect(counts.at(-1)).toEqual([9, 9])
})

test('a redirect is an answer like any other', async () => {
  const visited: string[] = []
  const other = await listen(createHttp(serve({}, visited)), '127.0.0.40', 0)
  const redirecting = createHttp((_request, response) => {
    response.writeHead(302, { Location: `http://127.0.0.40:${other}/` }).end()
  })
  const port = await listen(redirecting, '127.0.0.2', 0)
  const { found } = await scan({ range: '127.0.0.2', ports: [port] })
  expect(found).toMatchObject([{ address: `lan://127.0.0.2:${port}`, suggested: null }])
  expect(visited).toEqual([])
})

test('one that never answers is left alone after its time; the others are found meanwhile', async () => {
  const port = await listen(
    createTcp(() => {}),
    '127.0.0.2',
    0,
  )
  await listen(createHttp(serve({ '/': '<title>x</title>' })), '127.0.0.3', port)
  const { found } = await scan({ range: '127.0.0.2-127.0.0.3', ports: [port], timeoutMs: 50 })
  expect(found.map(({ address }) => address)).toEqual([`lan://127.0.0.3:${port}`])
})

test('a cancel ends it at once, and nothing stays open', async () => {
  const silent = createTcp((socket) => {
    socket.on('close', () => closed.resolve())
    opened.resolve()
  })
  const [opened, closed] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const port = await listen(silent, '127.0.0.2', 0)
  const stop = new AbortController()
  const reason = new Error('enough')
  const scanning = scan({ ports: [port], parallel: 2, timeoutMs: 60_000, signal: stop.signal })
  const ended = expect(scanning).rejects.toBe(reason)
  await opened.promise
  stop.abort(reason)
  await ended
  await closed.promise
})

test('not more addresses are asked at once than was said', async () => {
  let now = 0
  let most = 0
  const counting = () =>
    createHttp((_request, response) => {
      now += 1
      most = Math.max(most, now)
      setImmediate(() => {
        now -= 1
        response.writeHead(404).end()
      })
    })
  const port = await listen(counting(), '127.0.0.2', 0)
  for (let host = 3; host <= 9; host += 1) await listen(counting(), `127.0.0.${host}`, port)
  const { found } = await scan({ ports: [port], parallel: 2 })
  expect(found).toHaveLength(8)
  expect(most).toBe(2)
})

test('what is asked: nothing outside, not too many, not ourselves, not the network itself', async () => {
  const plan = (range: string, options: Partial<ScanOptions> = {}) =>
    planScan({ range, allowed: [parseRange('10.0.0.0/16')], own: [], ...options })
  expect(plan('10.0.0.8/30')).toEqual(['10.0.0.9', '10.0.0.10'])
  expect(plan('10.0.0.8-10.0.0.9')).toEqual(['10.0.0.8', '10.0.0.9'])
  const own = [{ name: 'eth0', address: '10.0.0.9', network: '10.0.0.0/24', internal: false }]
  expect(plan('10.0.0.0-10.0.0.2', { own })).toEqual(['10.0.0.1', '10.0.0.2'])
  expect(plan('10.0.0.8-10.0.0.10', { own })).toEqual(['10.0.0.8', '10.0.0.10'])
  expect(plan('10.0.0.254-10.0.1.0', { own })).toEqual(['10.0.0.254', '10.0.1.0'])
  expect(plan('10.0.4.0/22')).toHaveLength(1022)
  const refused = (range: string, code: string, context: object, options: Partial<ScanOptions> = {}) =>
    expect(() => plan(range, options)).toThrow(expect.objectContaining({ code, context }))
  refused('10.0.0.0/16', 'LAN_RANGE', { range: '10.0.0.0/16', limit: 1024 })
  refused('10.0.0.1-10.0.0.9', 'LAN_RANGE', { range: '10.0.0.1-10.0.0.9', limit: 8 }, { limitAddresses: 8 })
  refused('10.0.255.0-10.1.0.0', 'LAN_OUTSIDE', { address: '10.0.255.0' })
  refused('nonsense', 'LAN_RANGE', { range: 'nonsense' })
  await expect(scan({ range: '10.0.0.1', allowed: [] })).rejects.toMatchObject({ code: 'LAN_OUTSIDE' })
})
