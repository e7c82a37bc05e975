// The settings as the form holds them: everything text, nothing missing. Pure: to and from the contract's settings, and
// what is wrong with it. Connections and products have their own files.
import type { SecretChanges } from '../../../preload/contract/connection.ts'
import type { Part, Settings } from '../../../preload/contract/model.ts'
import { isUpdateUrl } from '../../../preload/contract/updates.ts'
import {
  type ConnectionDraft,
  type ConnectionField,
  connectionDraftOf,
  connectionOf,
  secretsTyped,
} from './connections/connection-draft.ts'
import { connectionProblemsOf } from './connections/connection-problems.ts'
import type { FieldProblem } from './field-problem.ts'
import {
  brokerOf,
  type LanDraft,
  type LanField,
  lanDraftOf,
  lanOf,
  lanProblemsOf,
  lanSecretsOf,
} from './lan/lan-draft.ts'
import {
  isEmptyProduct,
  type ProductDraft,
  type ProductField,
  productDraftOf,
  productOf,
  productProblemsOf,
} from './products/product-draft.ts'

export interface Draft {
  readonly stationName: string
  readonly operator: string
  readonly watchUsb: boolean
  readonly practiseUntilSet: boolean
  readonly connections: readonly ConnectionDraft[]
  readonly products: readonly ProductDraft[]
  readonly productId: string
  readonly profileId: string
  readonly partType: Part['type']
  readonly partIdentify: string
  readonly slots: readonly SlotDraft[]
  readonly lan: LanDraft
  /** As they are: their fields have no state between valid and not. */
  readonly signIn: Settings['signIn']
  readonly guards: Settings['guards']
  readonly scanner: Settings['scanner']
  readonly label: Settings['label']
  readonly updates: Settings['updates']
}

export interface SlotDraft {
  /** Tells rows apart while they are edited. */
  readonly key: number
  readonly address: string
  readonly name: string
  /** Empty: what the bench has. */
  readonly profileId: string
  readonly productId: string
}

export type BenchField = 'stationName' | 'profileId' | 'partIdentify'

export interface DraftProblems {
  readonly bench: Partial<Record<BenchField, FieldProblem>>
  /** With the text that is wrong. */
  readonly lan: Partial<Record<LanField, string>>
  readonly updates: { readonly url?: FieldProblem }
  /** By connection; only those that have a problem. */
  readonly connections: Readonly<Record<string, Partial<Record<ConnectionField, FieldProblem>>>>
  /** By the row's key; only those that have a problem. */
  readonly products: Readonly<Record<number, Partial<Record<ProductField, FieldProblem>>>>
}

export function draftOf(settings: Settings): Draft {
  return {
    stationName: settings.stationName,
    operator: settings.operator,
    watchUsb: settings.watchUsb,
    practiseUntilSet: settings.practiseUntilSet,
    connections: settings.connections.map(connectionDraftOf),
    products: settings.products.map(productDraftOf),
    productId: settings.bench?.productId ?? '',
    profileId: settings.bench?.profileId ?? '',
    partType: settings.bench?.part.type ?? 'wifi',
    partIdentify: String(settings.bench?.part.identify ?? 0),
    lan: lanDraftOf(settings),
    signIn: settings.signIn,
    guards: settings.guards,
    scanner: settings.scanner,
    label: settings.label,
    updates: settings.updates,
    slots: settings.slots.map(({ address, name, profileId, productId }, key) => ({
      key,
      address,
      name,
      profileId: profileId ?? '',
      productId: productId ?? '',
    })),
  }
}

export function settingsOf(draft: Draft): Settings {
  const productId = draft.productId.trim()
  return {
    stationName: draft.stationName.trim(),
    operator: draft.operator.trim(),
    watchUsb: draft.watchUsb,
    practiseUntilSet: draft.practiseUntilSet,
    connections: draft.connections.map(connectionOf),
    products: draft.products.filter((product) => !isEmptyProduct(product)).map(productOf),
    bench:
      productId === ''
        ? null
        : {
            productId,
            profileId: draft.profileId,
            part: { type: draft.partType, identify: Number(draft.partIdentify) },
          },
    lan: lanOf(draft.lan),
    broker: brokerOf(draft.lan),
    signIn: draft.signIn,
    guards: draft.guards,
    scanner: draft.scanner,
    label: draft.label,
    updates: { ...draft.updates, url: draft.updates.url.trim() },
    slots: draft.slots
      .map(({ address, name, profileId, productId }) => ({
        address: address.trim(),
        name: name.trim(),
        profileId: profileId || null,
        productId: productId.trim() || null,
      }))
      .filter(({ address }) => address !== ''),
  }
}

/** The secrets that were typed, and nothing for those that were not: they stay as they are. */
export function secretChangesOf(draft: Draft): SecretChanges {
  const ofConnections = draft.connections
    .map((connection) => [connection.connectionId, secretsTyped(connection)] as const)
    .filter(([, secrets]) => Object.keys(secrets).length > 0)
  return { ...Object.fromEntries(ofConnections), ...lanSecretsOf(draft.lan) }
}

/** What has to be corrected before it can be saved. */
export function problemsOf(draft: Draft): DraftProblems {
  const bench: Partial<Record<BenchField, FieldProblem>> = {}
  if (draft.stationName.trim() === '') bench.stationName = 'required'
  if (draft.productId.trim() !== '' && draft.profileId === '') bench.profileId = 'profileMissing'
  if (!/^\d{1,9}$/.test(draft.partIdentify)) bench.partIdentify = 'required'
  const updateUrl = draft.updates.url.trim()
  return {
    bench,
    updates: updateUrl === '' || isUpdateUrl(updateUrl) ? {} : { url: 'updateUrlInvalid' },
    lan: lanProblemsOf(draft.lan),
    connections: withProblems(
      draft.connections.map((connection) => [connection.connectionId, connectionProblemsOf(connection)]),
    ),
    products: withProblems(
      draft.products.map((product) => [product.key, productProblemsOf(product, draft.products)]),
    ),
  }
}

export function hasProblems(problems: DraftProblems): boolean {
  return Object.values(problems).some((part) => Object.keys(part).length > 0)
}

export function isChanged(draft: Draft, settings: Settings): boolean {
  return (
    Object.keys(secretChangesOf(draft)).length > 0 ||
    JSON.stringify(settingsOf(draft)) !== JSON.stringify(settingsOf(draftOf(settings)))
  )
}

function withProblems<Problems extends object>(
  all: readonly (readonly [string | number, Problems])[],
): Record<string, Problems> {
  return Object.fromEntries(all.filter(([, problems]) => Object.keys(problems).length > 0))
}
