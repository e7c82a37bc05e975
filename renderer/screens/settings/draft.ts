// The settings as the form holds them: everything text, nothing missing. Pure: to and from the contract's settings,
// and what is wrong with it.
import type { Part, Settings } from '../../../preload/contract/model.ts'

export interface Draft {
  readonly stationName: string
  readonly operator: string
  readonly watchUsb: boolean
  readonly baseUrl: string
  readonly corpId: string
  /** Empty: keep the present one. */
  readonly token: string
  readonly productId: string
  readonly profileId: string
  readonly partType: Part['type']
  readonly partIdentify: string
  /** `key` tells rows apart while they are edited. */
  readonly slots: readonly { readonly key: number; readonly address: string; readonly name: string }[]
}

export type DraftField = Exclude<keyof Draft, 'slots' | 'watchUsb' | 'partType'> | 'slots'
export type DraftProblem = 'required' | 'urlInvalid' | 'profileMissing' | 'tokenNeedsCloud'

export function draftOf(settings: Settings): Draft {
  return {
    stationName: settings.stationName,
    operator: settings.operator,
    watchUsb: settings.watchUsb,
    baseUrl: settings.cloud?.baseUrl ?? '',
    corpId: settings.cloud?.corpId ?? '',
    token: '',
    productId: settings.bench?.productId ?? '',
    profileId: settings.bench?.profileId ?? '',
    partType: settings.bench?.part.type ?? 'wifi',
    partIdentify: String(settings.bench?.part.identify ?? 0),
    slots: settings.slots.map(({ address, name }, key) => ({ key, address, name })),
  }
}

export function settingsOf(draft: Draft): Settings {
  const baseUrl = draft.baseUrl.trim()
  const productId = draft.productId.trim()
  return {
    stationName: draft.stationName.trim(),
    operator: draft.operator.trim(),
    watchUsb: draft.watchUsb,
    cloud: baseUrl === '' ? null : { baseUrl, corpId: draft.corpId.trim() },
    bench:
      productId === ''
        ? null
        : {
            productId,
            profileId: draft.profileId,
            part: { type: draft.partType, identify: Number(draft.partIdentify) },
          },
    slots: draft.slots
      .map(({ address, name }) => ({ address: address.trim(), name: name.trim() }))
      .filter(({ address }) => address !== ''),
  }
}

/** What has to be corrected before it can be saved. */
export function problemsOf(draft: Draft): Partial<Record<DraftField, DraftProblem>> {
  const problems: Partial<Record<DraftField, DraftProblem>> = {}
  const baseUrl = draft.baseUrl.trim()
  if (draft.stationName.trim() === '') problems.stationName = 'required'
  if (baseUrl !== '' && !(/^https?:\/\/./i.test(baseUrl) && URL.canParse(baseUrl)))
    problems.baseUrl = 'urlInvalid'
  if (baseUrl === '' && draft.token !== '') problems.baseUrl = 'tokenNeedsCloud'
  if (draft.productId.trim() !== '' && draft.profileId === '') problems.profileId = 'profileMissing'
  if (!/^\d{1,9}$/.test(draft.partIdentify)) problems.partIdentify = 'required'
  return problems
}

export function isChanged(draft: Draft, settings: Settings): boolean {
  return (
    draft.token !== '' || JSON.stringify(settingsOf(draft)) !== JSON.stringify(settingsOf(draftOf(settings)))
  )
}
