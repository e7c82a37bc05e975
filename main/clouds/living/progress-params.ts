// The parameters of `/living/ota/progress/get` from our query. Pure. The rules are those of the call's parameter table.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { ProgressQuery } from '../cloud.ts'

const DEFAULT_MODULE = 'default'

/** The device's own id wins: the pair is then not sent. INPUT_INVALID {field}: what is missing. */
export function progressParams(query: ProgressQuery): Record<string, string> {
  const given = (text: string | undefined) => text?.trim() ?? ''
  const iotId = given(query.deviceId)
  const productKey = given(query.productKey)
  const deviceName = given(query.deviceName)
  const moduleName = given(query.module)
  const firmwareVersion = given(query.firmwareVersion)
  if (iotId === '') {
    if (productKey === '' && deviceName === '') throw missing('deviceId')
    if (productKey === '') throw missing('productKey')
    if (deviceName === '') throw missing('deviceName')
  }
  if (moduleName !== '' && moduleName !== DEFAULT_MODULE && firmwareVersion === '') {
    throw missing('firmwareVersion')
  }
  const params = {
    ...(iotId === '' ? { productKey, deviceName } : { iotId }),
    moduleName,
    currentVersion: given(query.currentVersion),
    firmwareVersion,
  }
  return Object.fromEntries(Object.entries(params).filter(([, value]) => value !== ''))
}

function missing(field: keyof ProgressQuery): FlashlineError {
  return new FlashlineError('INPUT_INVALID', { field, reason: 'missing' })
}
