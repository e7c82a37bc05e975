// Products and devices over HTTP, so that a plant can fill its cloud: add a product, add a device, list the devices.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { blankToUndefined, wireId, wireText, wireTextOptional } from '../clouds/xlink/wire.ts'
import type { CloudContext } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import type { ListedDevice } from './device-table.ts'
import { findOwnProduct } from './find-owned.ts'
import { macText } from './mac-text.ts'
import { answer } from './numbers-as-text.ts'
import { decidePage, pageFields } from './paging.ts'
import { readRequestBody } from './request-body.ts'
import {
  filterField,
  pick,
  readConditions,
  readOrder,
  type SearchFields,
  searchFields,
} from './search-query.ts'

const macField = z.preprocess(
  blankToUndefined,
  z
    .string()
    .transform(macText)
    .refine((text) => /^[0-9A-F]{12}$/.test(text))
    .optional(),
)

export const productBody = z.object({ product_id: wireId, name: wireText(200) })
export const deviceBody = z.object({ device_id: wireId, mac: macField, sn: wireTextOptional(200) })
export const deviceListBody = z.object({ ...pageFields, filter: filterField, ...searchFields })

const deviceFields: SearchFields = {
  id: { column: 'device_id' },
  mac: { column: 'mac', form: macText },
  sn: { column: 'sn' },
}

interface ProductRoute {
  Params: { productId: string }
}

export function productRoutes(app: FastifyInstance, cloud: CloudContext): void {
  const { credentials, devices } = cloud

  app.post('/v2/products', async (request) => {
    const caller = await credentials.require(request, ['corp', 'thirdParty'])
    const { product_id: id, name } = readRequestBody(productBody, request.body)
    await cloud.write(['devices'], async ({ devices }) => {
      const known = await devices.findProduct(id)
      if (known !== undefined && known.corp_id !== caller.corpId) throw new CloudRefusal('FORBIDDEN', id)
      await devices.putProduct(id, name, caller.corpId)
    })
    return { id, name }
  })

  app.post<ProductRoute>('/v2/product/:productId/device', async (request) => {
    const caller = await credentials.require(request, ['corp', 'thirdParty'])
    const { device_id, mac = '', sn } = readRequestBody(deviceBody, request.body)
    const device = { device_id, product_id: request.params.productId, mac, sn: sn.trim() }
    await cloud.write(['devices', `device ${device_id}`], async (cloud) => {
      const { devices } = cloud
      await findOwnProduct(cloud, caller, device.product_id)
      const known = await devices.find(device_id)
      if (known !== undefined && known.product_id !== device.product_id) {
        throw new CloudRefusal('DEVICE_OF_OTHER_PRODUCT', device_id)
      }
      // A device logs in with it.
      const sameMac = mac === '' ? undefined : await devices.findByMac(device.product_id, mac)
      if (sameMac !== undefined && sameMac.device_id !== device_id) {
        throw new CloudRefusal('FIELD_INVALID', 'mac')
      }
      await devices.putDevice(device)
    })
    return { id: device_id, product_id: device.product_id, mac, sn: device.sn }
  })

  app.post<ProductRoute>('/v2/product/:productId/devices', async (request) => {
    const caller = await credentials.require(request, ['corp', 'thirdParty'])
    const body = readRequestBody(deviceListBody, request.body)
    const search = {
      conditions: readConditions(body.query, deviceFields),
      order: readOrder(body.order, deviceFields),
    }
    const { product_id } = await findOwnProduct(cloud, caller, request.params.productId)
    const { total, rows } = await devices.search(product_id, search, decidePage(body))
    return answer(cloud, { count: total, list: rows.map((row) => pick(view(row), body.filter)) })
  })
}

function view({ device_id, product_id, mac, sn, version }: ListedDevice): Record<string, unknown> {
  return { id: device_id, product_id, mac, sn, firmware_version: version }
}
