import { describe, expect, it } from 'vitest'
import { type ConnectionCheck, connectionCheckSchema } from '../../../preload/contract/index.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { envelope, type OpenLiving, openLiving } from './open-living.ts'

const never = new AbortController().signal
const nothing = { productId: null, productKey: null }

async function checksOf(open: OpenLiving, signal = never): Promise<ConnectionCheck[]> {
  const checks: ConnectionCheck[] = []
  for await (const check of open.client.test(nothing, signal)) checks.push(connectionCheckSchema.parse(check))
  return checks
}

async function check(code: number, status = 200): Promise<ConnectionCheck | undefined> {
  await using open = await openLiving()
  open.server.answer = answerWith(status, envelope(code, null, { message: 'said' }))
  const [only, ...others] = await checksOf(open)
  expect(others).toEqual([])
  expect(JSON.parse(open.server.received[0]?.body ?? '').params).toEqual({
    iotId: 'flashline-connection-test',
  })
  return only
}

describe('the test of a connection', () => {
  it.each([403, 28560])('%i for a device that nobody has shows that the rest is right', async (code) => {
    expect(await check(code)).toMatchObject({
      call: '/living/ota/progress/get',
      outcome: 'works',
      error: null,
      facts: { knownDevice: false, skewMs: expect.any(Number) },
    })
  })

  it('an answer works too', async () => {
    expect(await check(200)).toMatchObject({ outcome: 'works', facts: { knownDevice: true } })
  })

  it('a token that is over has failed', async () => {
    expect(await check(401)).toMatchObject({
      outcome: 'failed',
      error: { code: 'CLOUD_TOKEN', context: { cloudCode: 401, message: 'said' } },
    })
  })

  it('a gateway that forbids has failed: it never asked for the device', async () => {
    await using open = await openLiving()
    open.server.answer = (response) =>
      void response.writeHead(403, { 'X-Ca-Error-Message': 'Unauthorized' }).end()
    expect(await checksOf(open)).toMatchObject([{ outcome: 'failed', error: { code: 'CLOUD_FORBIDDEN' } }])
  })

  it('asks once, however the server fails', async () => {
    await using open = await openLiving()
    open.server.answer = answerWith(503, 'no')
    expect(await checksOf(open)).toMatchObject([{ outcome: 'failed', error: { code: 'CLOUD_SERVER' } }])
    expect(open.server.received).toHaveLength(1)
  })

  it('says which secret is missing', async () => {
    await using open = await openLiving({ secrets: { appSecret: 's' } })
    expect(await checksOf(open)).toMatchObject([
      { outcome: 'failed', error: { code: 'SECRET_MISSING', context: { secret: 'iotToken' } } },
    ])
  })

  it('is aborted', async () => {
    await using open = await openLiving()
    const stop = new AbortController()
    const stopped = new Error('stopped')
    open.server.answer = () => stop.abort(stopped)
    await expect(checksOf(open, stop.signal)).rejects.toBe(stopped)
  })
})
