import { describe, expect, it } from 'vitest'
import { answerWith } from '../xlink/scripted-server.ts'
import { openRpc, wireEntry } from './open-rpc.ts'

const never = new AbortController().signal
const url =
  'https://oss-1.example.com/ota/a.bin?Expires=1777587360&OSSAccessKeyId=x&Signature=farzC8%2FVMN4%3D'
const info = (change: object = {}) => ({ ...wireEntry({ firmwareSize: '924' }), firmwareUrl: url, ...change })
const link = { url, sizeBytes: 924, digest: { method: 'md5', hex: '3d04ab6462633508606e5f3daac80000' } }

async function find(status: number, body: unknown) {
  await using open = await openRpc()
  open.server.answer = answerWith(status, body)
  return await open.catalogue.findFile('167', never)
}
const answered = (firmwareInfo: unknown) => find(200, { success: true, code: '', firmwareInfo })

describe('findFile', () => {
  it('the address, size and digest, however they are wrapped', async () => {
    expect(await answered(info())).toEqual(link)
    expect(await answered([info()])).toEqual(link)
    expect(await answered({ simpleFirmwareInfo: [info()] })).toEqual(link)
    const { firmwareUrl, firmwareSize, ...others } = info()
    expect(
      await find(200, {
        Success: true,
        FirmwareInfo: { ...others, FirmwareUrl: ` ${firmwareUrl} `, FirmwareSize: firmwareSize },
      }),
    ).toEqual(link)
  })

  it('a host that has no such call, or tells no address, gives none', async () => {
    expect(await find(404, { Code: 'InvalidApi.NotFound', Message: 'no such api' })).toBeNull()
    expect(await answered(info({ firmwareUrl: '' }))).toBeNull()
    expect(await answered(info({ firmwareUrl: undefined }))).toBeNull()
  })

  it.each([
    [200, { success: true, firmwareInfo: null }],
    [200, { success: true, firmwareInfo: {} }],
    [200, { success: false, code: 'iot.ota.FirmwareNotExist', errorMessage: 'x' }],
    [200, { success: false, code: 'iot.ota.firmware_not_found', errorMessage: 'x' }],
    [404, { Code: 'InvalidFirmwareId.NotFound', Message: 'x' }],
  ])('an unknown package: %i %j', async (status, body) => {
    await expect(find(status, body)).rejects.toMatchObject({
      code: 'FIRMWARE_NOT_FOUND',
      context: { firmwareId: '167' },
    })
  })

  it('a package without a digest that we know', async () => {
    expect(await answered(info({ signMethod: 'SM3' }))).toEqual({ ...link, digest: null })
  })

  it.each([
    ['firmwareUrl', { firmwareUrl: 'ftp://host/file' }],
    ['firmwareUrl', { firmwareUrl: 'file:///etc/passwd' }],
    ['firmwareUrl', { firmwareUrl: 'a.bin' }],
    ['firmwareUrl', { firmwareUrl: `https://host/${'a'.repeat(5000)}` }],
    ['firmwareSize', { firmwareSize: null }],
    ['firmwareSize', { firmwareSize: 'large' }],
  ])('%s that cannot be read: %j', async (field, change) => {
    await expect(answered(info(change))).rejects.toMatchObject({ code: 'CLOUD_REPLY', context: { field } })
  })

  it('other refusals stay what they are', async () => {
    await expect(find(400, { Code: 'MissingFirmwareId' })).rejects.toMatchObject({ code: 'CLOUD_REFUSED' })
    await expect(find(400, { Code: 'SignatureDoesNotMatch' })).rejects.toMatchObject({
      code: 'CLOUD_SIGNATURE',
    })
  })
})
