// The progress calls: `/living/ota/progress/get` 1.0.0, and its neighbour `/living/ota/progress/report`, by which a device
// or a station tells how far it is. A device's iotId is its device id; its deviceName is its device id or its SN.
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { wireId, wireIdOptional, wireInt, wireTextOptional } from '../../clouds/tolerant-reader.ts'
import type { CloudContext } from '../cloud-context.ts'
import type { DeviceRow } from '../device-table.ts'
import { EnvelopeRefusal } from './envelope.ts'
import { serveLivingCalls } from './living-calls.ts'
import { DEFAULT_MODULE, partOf } from './module-name.ts'
import { succeeded } from './upgrade-state.ts'
import type { UpgradeNow } from './upgrades.ts'

const DESC_MAX_CHARS = 2000

const deviceParams = {
  iotId: wireIdOptional,
  productKey: wireIdOptional,
  deviceName: wireIdOptional,
  moduleName: wireIdOptional,
}
type DeviceParams = Readonly<Partial<Record<keyof typeof deviceParams, string | undefined>>>

export const progressParams = z.object({
  ...deviceParams,
  currentVersion: wireIdOptional,
  firmwareVersion: wireIdOptional,
})

export const progressReportParams = z.object({
  ...deviceParams,
  firmwareVersion: wireId,
  /** Text in the document. Below zero: failed in upgrade -1, download -2, verification -3, write -4. */
  step: wireInt(-4, 100),
  desc: wireTextOptional(DESC_MAX_CHARS),
})

export function progressRoutes(app: FastifyInstance, cloud: CloudContext): void {
  serveLivingCalls(app, cloud, {
    '/living/ota/progress/get': async (wire, corpId) => {
      const params = readParams(progressParams, wire)
      const { moduleName: module = DEFAULT_MODULE, firmwareVersion, currentVersion } = params
      if (module !== DEFAULT_MODULE && firmwareVersion === undefined) throw new EnvelopeRefusal(460)
      const device = await findDevice(cloud, params, corpId)
      const upgrade = await cloud.upgrades.find(device.device_id, module, firmwareVersion)
      if (upgrade === null) return null
      // What the caller says counts for this answer alone, and is written nowhere.
      const isThere = currentVersion === upgrade.record.firmware_version
      const now = isThere ? { ...upgrade, state: succeeded, isAbnormal: false } : upgrade
      return viewUpgrade(now, currentVersion ?? (await runningVersion(device, module)))
    },
    '/living/ota/progress/report': async (wire, corpId) => {
      const { moduleName: module = DEFAULT_MODULE, ...params } = readParams(progressReportParams, wire)
      const device = await findDevice(cloud, params, corpId)
      const told = {
        module,
        firmwareVersion: params.firmwareVersion,
        step: params.step,
        description: params.desc,
      }
      const isKnown = await cloud.write([`device ${device.device_id}`], ({ upgrades }) =>
        upgrades.stepped(device, told),
      )
      if (!isKnown) throw new EnvelopeRefusal(460)
      return null
    },
  })

  async function runningVersion({ device_id }: DeviceRow, module: string): Promise<string> {
    const part = partOf(module)
    const version =
      part === null ? undefined : await cloud.devices.version(device_id, part.type, part.identify)
    return version === undefined ? '' : String(version)
  }
}

function readParams<T>(schema: z.ZodType<T>, wire: unknown): T {
  const params = schema.safeParse(wire)
  if (!params.success) throw new EnvelopeRefusal(460)
  return params.data
}

/** An unknown device and one of another corp are the same to the caller. */
async function findDevice(
  { devices }: CloudContext,
  { iotId, productKey, deviceName }: DeviceParams,
  corpId: string,
): Promise<DeviceRow> {
  const device = await find()
  if (device?.corp_id !== corpId) throw new EnvelopeRefusal(403)
  return device

  async function find(): Promise<DeviceRow | undefined> {
    if (iotId !== undefined) return devices.find(iotId)
    if (productKey === undefined || deviceName === undefined) throw new EnvelopeRefusal(460)
    return devices.findByName(corpId, productKey, deviceName)
  }
}

/** otaType and needConfirm only while they mean something. */
function viewUpgrade(
  { record, state, isAbnormal }: UpgradeNow,
  currentVersion: string,
): Record<string, unknown> {
  return {
    iotId: record.device_id,
    moduleName: record.module,
    currentVersion,
    firmwareVersion: record.firmware_version,
    status: state.status,
    step: state.step,
    desc: record.description,
    ...(state.status === 'TO_BE_UPGRADED' ? { otaType: 'CONFIRM', needConfirm: true } : {}),
    ...(isAbnormal ? { upgradeStatus: 2 } : {}),
  }
}
