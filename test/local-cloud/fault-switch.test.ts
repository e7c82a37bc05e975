import { once } from 'node:events'
import { request } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import type { Interception } from '../../main/local-cloud/request-journal.ts'
import { firmwareBytes, type OpenCloud, openCloud } from './open-cloud.ts'

let open: OpenCloud
afterEach(() => open[Symbol.asyncDispose]())

const report = { type: 1, mod: 'm', identify: 0, last_version: 10_000, current_version: 20_001, result: 0 }
const reportUrl = '/v2/upgrade/firmware/report/d1'
const post = (init: RequestInit = {}) =>
  fetch(open.cloud.baseUrl + reportUrl, {
    method: 'POST',
    headers: { 'Access-Token': open.token, 'Content-Type': 'application/json' },
    body: JSON.stringify(report),
    ...init,
  })
const withFault = async (fault: Interception, onRequest: () => void = () => {}) => {
  open = await openCloud({ intercept: () => fault, onRequest })
}
const statuses = () => open.cloud.admin.requests().map((entry) => entry.status)

describe('fault switch', () => {
  it('answers with a status, headers and any body in place of the real answer', async () => {
    await withFault({
      status: 429,
      headers: { 'Retry-After': '7', 'Content-Type': 'text/html' },
      body: '<html>',
    })
    const response = await post()
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('7')
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    expect(await response.text()).toBe('<html>')
    expect(await open.cloud.admin.listReports()).toEqual([])
    expect(statuses()).toEqual([429])
  })

  it('hangs until the client goes, having done nothing', async () => {
    let arrived = () => {}
    const seen = new Promise<void>((resolve) => {
      arrived = resolve
    })
    await withFault({ hang: true }, () => arrived())
    const giveUp = new AbortController()
    const asked = post({ signal: giveUp.signal })
    await seen
    giveUp.abort(new Error('enough'))
    await expect(asked).rejects.toThrow('enough')
    expect(await open.cloud.admin.listReports()).toEqual([])
    expect(statuses()).toEqual([0])
  })

  it('ends while a client hangs', async () => {
    let arrived = () => {}
    const seen = new Promise<void>((resolve) => {
      arrived = resolve
    })
    await withFault({ hang: true }, () => arrived())
    const asked = post()
    asked.catch(() => {})
    await seen
    await open.cloud.close()
    await expect(asked).rejects.toThrow()
  })

  it.each<['before' | 'after', number]>([
    ['before', 0],
    ['after', 1],
  ])('hangs up %s the work', async (hangUp, reports) => {
    await withFault({ hangUp })
    await expect(post()).rejects.toThrow()
    expect(await open.cloud.admin.listReports()).toHaveLength(reports)
    expect(statuses()).toEqual([0])
  })

  it('hangs up in the middle of a body, after the work', async () => {
    await withFault({ hangUp: 'midBody' })
    const sent = request(open.cloud.baseUrl + open.firmware.urlPath, { agent: false }).end()
    const [response] = await once(sent, 'response')
    const chunks: Buffer[] = []
    response.on('data', (chunk: Buffer) => chunks.push(chunk))
    const [error] = await once(response, 'error')
    expect(error).toMatchObject({ code: 'ECONNRESET' })
    expect(response.headers['content-length']).toBe(String(firmwareBytes.length))
    expect(Buffer.concat(chunks)).toEqual(firmwareBytes.subarray(0, firmwareBytes.length / 2))
    expect(statuses()).toEqual([0])
  })

  it('does so too when the body is empty', async () => {
    await withFault({ hangUp: 'midBody' })
    await expect(post().then((response) => response.text())).rejects.toThrow()
    expect(await open.cloud.admin.listReports()).toHaveLength(1)
    expect(statuses()).toEqual([0])
  })

  it('trickles the real answer, byte by byte', async () => {
    await withFault({ trickleMs: 1 })
    const sent = request(`${open.cloud.baseUrl}/nope`, { agent: false }).end()
    const [response] = await once(sent, 'response')
    const sizes: number[] = []
    let text = ''
    for await (const chunk of response) {
      sizes.push(chunk.length)
      text += chunk
    }
    expect(JSON.parse(text)).toMatchObject({ error: { reason: 'URL_UNKNOWN' } })
    expect(sizes.length).toBeGreaterThan(1)
    expect((await post()).status).toBe(200)
    expect(statuses()).toEqual([404, 200])
  })

  it('stops to trickle when the client goes', async () => {
    await withFault({ trickleMs: 1 })
    const sent = request(open.cloud.baseUrl + open.firmware.urlPath, { agent: false }).end()
    const [response] = await once(sent, 'response')
    await once(response, 'data')
    sent.destroy()
    await open.cloud.close()
    expect(statuses()).toEqual([200])
  })
})
