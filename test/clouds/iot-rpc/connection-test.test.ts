import { describe, expect, it } from 'vitest'
import { type ConnectionCheck, connectionCheckSchema } from '../../../preload/contract/index.ts'
import { answerWith } from '../xlink/scripted-server.ts'
import { type OpenRpc, openRpc, wireEntry, wirePage } from './open-rpc.ts'

const never = new AbortController().signal

async function checksOf(open: OpenRpc, productKey: string | null = null, signal = never) {
  const checks: ConnectionCheck[] = []
  for await (const check of open.client.test({ productId: 'p', productKey }, signal))
    checks.push(connectionCheckSchema.parse(check))
  return checks
}

async function open(list: unknown, file: { status: number; body: unknown }): Promise<OpenRpc> {
  const opened = await openRpc()
  opened.server.answer = (response, request) =>
    request.url.includes('Action=ListOTAFirmware')
      ? answerWith(200, list)(response)
      : answerWith(file.status, file.body)(response)
  return opened
}

describe('the test of a connection', () => {
  const list = wirePage([wireEntry()], { total: 12 })

  it('asks for one package and then for its file', async () => {
    const body = { success: true, firmwareInfo: { ...wireEntry(), firmwareUrl: 'http://host/a.bin' } }
    await using opened = await open(list, { status: 200, body })
    expect(await checksOf(opened, 'key-1')).toMatchObject([
      { call: 'ListOTAFirmware', outcome: 'works', facts: { firmware: 12, skewMs: expect.any(Number) } },
      { call: 'QueryOTAFirmware', outcome: 'works', facts: { givesFiles: true } },
    ])
    const [first, second] = opened.queries().map((query) => Object.fromEntries(query))
    expect(first).toMatchObject({ CurrentPage: '1', PageSize: '1', ProductKey: 'key-1' })
    expect(second).toMatchObject({ FirmwareId: '167' })
  })

  it('a host without the second call', async () => {
    await using opened = await open(list, { status: 404, body: { Code: 'InvalidApi.NotFound' } })
    expect(await checksOf(opened)).toMatchObject([
      { outcome: 'works' },
      { outcome: 'failed', error: { code: 'CLOUD_REFUSED', context: { cloudCode: 'InvalidApi.NotFound' } } },
    ])
    expect(opened.queries()[0]?.has('ProductKey')).toBe(false)
  })

  it('a package that cannot be read can still be asked about', async () => {
    const broken = wirePage([wireEntry({ firmwareSize: 'x' })])
    await using opened = await open(broken, { status: 200, body: { success: true, firmwareInfo: null } })
    expect(await checksOf(opened)).toMatchObject([
      { outcome: 'works', facts: { firmware: 1 } },
      { outcome: 'failed', error: { code: 'FIRMWARE_NOT_FOUND' } },
    ])
  })

  it('with nothing in the list there is nothing to ask about', async () => {
    await using opened = await open(wirePage([]), { status: 500, body: {} })
    expect(await checksOf(opened)).toMatchObject([
      { outcome: 'works', facts: { firmware: 0 } },
      { call: 'QueryOTAFirmware', outcome: 'notTried', error: null },
    ])
    expect(opened.server.received).toHaveLength(1)
  })

  it('a wrong key fails, once', async () => {
    await using opened = await openRpc()
    opened.server.answer = answerWith(404, { Code: 'InvalidAccessKeyId.NotFound' })
    expect(await checksOf(opened)).toMatchObject([
      { outcome: 'failed', error: { code: 'CLOUD_CREDENTIALS' }, facts: {} },
      { outcome: 'notTried' },
    ])
    expect(opened.server.received).toHaveLength(1)
  })

  it('is aborted', async () => {
    await using opened = await openRpc()
    const stop = new AbortController()
    const stopped = new Error('stopped')
    opened.server.answer = () => stop.abort(stopped)
    await expect(checksOf(opened, null, stop.signal)).rejects.toBe(stopped)
  })
})
