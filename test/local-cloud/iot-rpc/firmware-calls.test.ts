import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { rpcAnswer } from '../../../main/local-cloud/openapi/answers.ts'
import { firmwareBytes } from '../open-cloud.ts'
import { openOutside } from '../outside-database.ts'
import { list, MINUTE_MS, openRpcCloud, type Query, type RpcCloud } from './open-rpc-cloud.ts'

let cloud: RpcCloud
beforeEach(async () => {
  cloud = await openRpcCloud()
})
afterEach(() => cloud[Symbol.asyncDispose]())

const packagesOf = (body: unknown) => {
  const { firmwareInfo } = rpcAnswer.parse(body)
  return firmwareInfo !== undefined && 'simpleFirmwareInfo' in firmwareInfo
    ? firmwareInfo.simpleFirmwareInfo
    : []
}

describe('ListOTAFirmware', () => {
  it('answers the fields of the document', async () => {
    await cloud.add('1.0.1', { fromVersion: '1.0.0', module: 'ble', description: 'first', status: 0 })
    const { body } = await cloud.askJson(list)
    expect(rpcAnswer.parse(body)).toEqual({
      code: '',
      currentPage: 1,
      firmwareInfo: {
        simpleFirmwareInfo: [
          {
            firmwareId: '1',
            firmwareName: 'fw 1.0.1',
            firmwareDesc: 'first',
            destVersion: '1.0.1',
            srcVersion: '1.0.0',
            moduleName: 'ble',
            productKey: 'p1',
            productName: 'p1',
            firmwareSize: 1000,
            firmwareSign: cloud.open.firmware.md5,
            signMethod: 'MD5',
            status: 0,
            type: 0,
            utcCreate: '2026-01-02T03:00:00.000Z',
            utcModified: '2026-01-02T03:00:00.000Z',
          },
        ],
      },
      pageCount: 1,
      pageSize: 10,
      requestId: expect.stringMatching(/^[\dA-F-]{36}$/),
      success: true,
      total: 1,
    })
  })

  it('limits to a product and to a version, exactly', async () => {
    await cloud.open.cloud.admin.addProduct({ productId: 'p2' })
    await cloud.add('1.0.0')
    await cloud.add('1.0.01')
    await cloud.add('1.0.0', { productId: 'p2', signMethod: 'SHA256' })
    const found = async (more: Query) => {
      const { body } = await cloud.askJson({ ...list, ...more })
      return packagesOf(body).map(({ firmwareId }) => firmwareId)
    }
    expect(await found({})).toEqual(['3', '2', '1'])
    expect(await found({ ProductKey: 'p1' })).toEqual(['2', '1'])
    expect(await found({ DestVersion: '1.0.0' })).toEqual(['3', '1'])
    expect(await found({ DestVersion: '1.0.0', ProductKey: 'p2' })).toEqual(['3'])
    expect(await found({ ProductKey: 'nobody' })).toEqual([])
  })

  it.each([
    ['0', '10'],
    ['-1', '10'],
    ['1', '0'],
    ['1', '101'],
  ])('refuses page %s of size %s in its answer', async (CurrentPage, PageSize) => {
    expect(await cloud.askJson({ ...list, CurrentPage, PageSize })).toMatchObject({
      status: 200,
      body: { success: false, code: 'iot.common.InvalidPageParams', errorMessage: expect.any(String) },
    })
  })

  it('pages through thousands, newest first, and is empty behind the end', async () => {
    const total = 3005
    await cloud.add('0')
    await using database = await openOutside(cloud.open.dataDir)
    const columns = `product_id, name, description, src_version, module, size, sign_method, digest, status, type,
      created_at, modified_at`
    await database.rows(`INSERT INTO catalogue (dest_version, ${columns})
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${total - 1})
      SELECT CAST(n AS TEXT), ${columns} FROM catalogue CROSS JOIN numbers ORDER BY numbers.n`)
    const seen: string[] = []
    for (let page = 1; page <= 32; page += 1) {
      const { body } = await cloud.askJson({ ...list, CurrentPage: String(page), PageSize: '100' })
      expect(body).toMatchObject({ success: true, total, pageCount: 31, pageSize: 100, currentPage: page })
      for (const { destVersion } of packagesOf(body)) seen.push(destVersion)
    }
    expect(seen).toEqual(Array.from({ length: total }, (_, index) => String(total - 1 - index)))
  })

  it('lists nothing of another corp', async () => {
    const { admin } = cloud.open.cloud
    const firmwareId = await cloud.add('1.0.0')
    await admin.addCorp({ corpId: 'others' })
    cloud.key = await admin.addAccessKeyPair('others')
    expect((await cloud.askJson(list)).body).toMatchObject({ total: 0 })
    expect((await cloud.askJson({ Action: 'QueryOTAFirmware', FirmwareId: firmwareId })).body).toMatchObject({
      code: 'iot.ota.FirmwareNotExist',
    })
  })
})

describe('QueryOTAFirmware', () => {
  const linkOf = async (firmwareId: string) => {
    const { body } = await cloud.askJson({ Action: 'QueryOTAFirmware', FirmwareId: firmwareId })
    const { firmwareInfo } = rpcAnswer.parse(body)
    return firmwareInfo !== undefined && 'firmwareUrl' in firmwareInfo ? (firmwareInfo.firmwareUrl ?? '') : ''
  }

  it('tells a link that ends after an hour, and only that link', async () => {
    const url = await linkOf(await cloud.add('1.0.0'))
    const status = async (address: string) => (await fetch(address)).status
    expect(Buffer.from(await (await fetch(url)).arrayBuffer())).toEqual(firmwareBytes)
    const later = new URL(url)
    later.searchParams.set('expires', String(Number(later.searchParams.get('expires')) + 1))
    expect(await status(later.href)).toBe(403)
    for (const name of ['expires', 'sign']) {
      const half = new URL(url)
      half.searchParams.delete(name)
      expect(await status(half.href)).toBe(403)
    }
    expect(await status(`${url}&expires=9999999999`)).toBe(403)
    const other = await cloud.open.cloud.admin.addFirmwareFile(Buffer.from('other'))
    expect(await status(url.replace(cloud.open.firmware.sha256, other.sha256))).toBe(403)
    cloud.nowMs += 60 * MINUTE_MS - 1
    expect(await status(url)).toBe(200)
    cloud.nowMs += 1
    expect(await status(url)).toBe(403)
    expect(await status(cloud.open.cloud.baseUrl + cloud.open.firmware.urlPath)).toBe(200)
  })

  it('tells the package without a link when it is only listed', async () => {
    const firmwareId = await cloud.add('1.0.0', { isListedOnly: true, signMethod: 'SHA256' })
    const { body } = await cloud.askJson({ Action: 'QueryOTAFirmware', FirmwareId: firmwareId })
    expect(rpcAnswer.parse(body)).toMatchObject({
      success: true,
      firmwareInfo: { firmwareId, signMethod: 'SHA256', firmwareSign: cloud.open.firmware.sha256 },
    })
    expect(body.firmwareInfo).not.toHaveProperty('firmwareUrl')
  })

  it.each(['7', 'abc', '1e0', '9'.repeat(30)])('does not know the firmware %s', async (firmwareId) => {
    await cloud.add('1.0.0')
    expect(await cloud.askJson({ Action: 'QueryOTAFirmware', FirmwareId: firmwareId })).toMatchObject({
      status: 200,
      body: { success: false, code: 'iot.ota.FirmwareNotExist' },
    })
  })
})
