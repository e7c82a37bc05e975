// The login calls of devices. A device proves by its product's active code that it may be activated, and gets an
// authorize code of its own; with that it logs in, as often as it likes. Activating again gives a new code in place of
// the old one: only a digest is kept.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { partTypes, wireId, wireIntOptional, wireText } from '../../clouds/xlink/wire.ts'
import type { CloudContext } from '../cloud-context.ts'
import { CloudRefusal } from '../cloud-refusal.ts'
import type { DeviceRow } from '../device-table.ts'
import { macText } from '../mac-text.ts'
import { MAX_INT32 } from '../paging.ts'
import { readRequestBody } from '../request-body.ts'
import { refreshBody } from './login.ts'
import { digestOf, isSecret, newSecret } from './secret.ts'

export const deviceActiveBody = z.object({
  product_id: wireId,
  mac: wireText(200),
  active_code: wireText(200),
  firmware_version: wireIntOptional(0, MAX_INT32),
})
export const deviceLoginBody = z.object({
  product_id: wireId,
  mac: wireText(200),
  authorize_code: wireText(200),
})

export function deviceLoginRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const { credentials, devices, logins } = cloud

  app.post('/v2/device_active', async (request) => {
    const body = readRequestBody(deviceActiveBody, request.body)
    const product = await devices.findProduct(body.product_id)
    if (product === undefined) throw new CloudRefusal('PRODUCT_UNKNOWN', body.product_id)
    if (!isSecret(body.active_code, product.active_code_sha256)) {
      throw new CloudRefusal('AUTHORIZE_CODE_WRONG', 'active_code')
    }
    const { device_id } = await deviceOf(cloud, body)
    const code = newSecret()
    await cloud.write([`device ${device_id}`], async ({ devices }) => {
      await devices.setAuthorizeCode(device_id, digestOf(code))
      if (body.firmware_version !== undefined) {
        await devices.setVersion(device_id, partTypes.wifi, 0, body.firmware_version)
      }
    })
    return { device_id, authorize_code: code }
  })

  app.post('/v2/device_login', async (request) => {
    const body = readRequestBody(deviceLoginBody, request.body)
    if ((await devices.findProduct(body.product_id)) === undefined) {
      throw new CloudRefusal('PRODUCT_UNKNOWN', body.product_id)
    }
    const { device_id, corp_id, authorize_code_sha256 } = await deviceOf(cloud, body)
    await logins.attempt(`device ${device_id}`, 'AUTHORIZE_CODE_WRONG', () =>
      isSecret(body.authorize_code, authorize_code_sha256),
    )
    const session = await credentials.open({ kinds: ['device'], corpId: corp_id, deviceId: device_id })
    return { device_id, ...session }
  })

  app.post('/v2/device_refresh', async (request) => {
    const { session, token } = await credentials.refresh(
      request,
      'device',
      () => readRequestBody(refreshBody, request.body).refresh_token,
    )
    return { device_id: token.deviceId, ...session }
  })
}

async function deviceOf(
  cloud: CloudContext,
  { product_id, mac }: { product_id: string; mac: string },
): Promise<DeviceRow> {
  const device = await cloud.devices.findByMac(product_id, macText(mac))
  if (device === undefined) throw new CloudRefusal('DEVICE_UNKNOWN', mac)
  return device
}
