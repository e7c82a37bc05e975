// Takes kits in. Everything is proved and decided first; then the kit is in the database with one transaction, and from
// there its parts are put where they belong, again at the next start if this one dies in between. What fails before that
// leaves the station as it was.
import { isDeepStrictEqual } from 'node:util'
import type { Logger } from 'pino'
import {
  asFlashlineError,
  FlashlineError,
  type ImportedKit,
  type KitPreview,
  type OrderDraft,
  orderDraftSchema,
  type WorkOrder,
} from '../../preload/contract/index.ts'
import {
  type Kit,
  type KitOrder,
  type KitParts,
  type KitProfile,
  kitPartsSchema,
  kitRules,
  readKit,
  summaryOf,
} from '../firmware/kits/kit.ts'
import { withSealed } from '../firmware/kits/read-sealed.ts'
import { checkProfile, profileInvalid } from '../profiles/check.ts'
import { protocols } from '../protocols/registry.ts'
import type { Core } from './core.ts'
import type { KitKeys } from './kit-keys.ts'
import type { OrderDesk } from './order-desk.ts'
import { requireTaskOfOrder } from './order-of-task.ts'

export interface KitImporterParts {
  readonly core: Pick<Core, 'store' | 'firmware' | 'profiles' | 'kits'>
  readonly keys: KitKeys
  readonly orders: Pick<OrderDesk, 'create' | 'edit'>
  /** Of this station alone, on the disk of its firmware; cleared when it starts. */
  readonly tempFolder: string
  readonly log: Pick<Logger, 'error'>
  readonly now: () => Date
}

export interface KitImport {
  readonly by: string
  /** Profiles that this station has otherwise become those of the kit. */
  readonly replaceProfiles: boolean
}

export class KitImporter {
  readonly #parts: KitImporterParts

  constructor(parts: KitImporterParts) {
    this.#parts = parts
  }

  /** KIT_UNREADABLE, KIT_CHANGED, KIT_NEWER, KIT_TOO_LARGE, STORE_*; every other reason against it is in the answer. */
  preview(path: string, signal: AbortSignal): Promise<KitPreview> {
    return this.#read(path, signal, async (kit) => {
      const summary = summaryOf(kit)
      const refusal = await this.#requireTaken(kit).then(
        (isKnown) => ({ isKnown, error: null }),
        (error: unknown) => ({ isKnown: false, error: asFlashlineError(error) }),
      )
      const { isKnown, error } = refusal
      return {
        ...{ kit: summary, isKnown, signer: await this.#parts.keys.nameOf(kit.publicKey) },
        refusal: error && { code: error.code, context: error.context },
        differingProfiles: kit.body.profiles.filter((one) => this.#standing(one) === 'differs').map(idOf),
      }
    })
  }

  /** KIT_*, PROFILE_INVALID, TASK_DIFFERS, STORE_*; then nothing was taken. */
  take(
    path: string,
    { by, replaceProfiles }: KitImport,
    signal: AbortSignal,
  ): Promise<Omit<ImportedKit, 'bench'>> {
    return this.#read(path, signal, async (kit) => {
      const { core, now } = this.#parts
      const summary = summaryOf(kit)
      const nothing = { ordersAdded: 0, ordersKept: 0, profilesKept: [] }
      if (await this.#requireTaken(kit)) return { kit: summary, isKnown: true, ...nothing }
      const profiles = kit.body.profiles.map((one) => ({ one, standing: this.#standing(one) }))
      const isWritten = (standing: Standing) =>
        standing === 'new' || (standing === 'differs' && replaceProfiles)
      const written = profiles.filter(({ standing }) => isWritten(standing)).map(({ one }) => one)
      for (const profile of written) requireProfile(profile)
      const orders = await this.#plan(kit)
      signal.throwIfAborted()
      for (const [sha256, file] of kit.files) await core.firmware.adopt(file, sha256)
      const { roster, images, tasks } = kit.body
      const pending: KitParts = { roster, images, profiles: written, orders: orders.wanted }
      const added = await core.store.kits.add({
        ...{ summary, tasks, pending },
        ...{ importedAt: now().toISOString(), importedBy: by },
      })
      if (!added) return { kit: summary, isKnown: true, ...nothing }
      await this.#settle(summary.kitId, pending, by)
      const kept = profiles.filter(({ standing }) => standing === 'differs' && !replaceProfiles)
      return {
        ...{ kit: summary, isKnown: false, ordersAdded: orders.wanted.length, ordersKept: orders.kept },
        profilesKept: kept.map(({ one }) => one.profileId),
      }
    })
  }

  /** What a dead process had begun. Once, before the first kit is taken. Never rejects: the kit itself is here. */
  async resume(): Promise<void> {
    const { core, log } = this.#parts
    for (const { kitId, pending } of await core.store.kits.pending()) {
      const parts = kitPartsSchema.safeParse(pending)
      if (!parts.success) continue
      await this.#settle(kitId, parts.data, '').catch((error: unknown) =>
        log.error({ err: error, kitId }, 'parts of a kit'),
      )
    }
  }

  #read<Result>(path: string, signal: AbortSignal, use: (kit: Kit) => Promise<Result>): Promise<Result> {
    const { tempFolder } = this.#parts
    return withSealed(path, kitRules, tempFolder, signal, async (sealed) => use(await readKit(sealed)))
  }

  /** Whether it is here already. KIT_KEY_UNKNOWN, KIT_STATION, KIT_EARLY, KIT_EXPIRED, KIT_ROLLED_BACK */
  async #requireTaken(kit: Kit): Promise<boolean> {
    const { core, keys } = this.#parts
    const summary = summaryOf(kit)
    const { fingerprint, stationName: name, station } = summary
    if ((await keys.nameOf(kit.publicKey)) === null)
      throw new FlashlineError('KIT_KEY_UNKNOWN', { fingerprint, name })
    const own = await keys.shown()
    if (station !== null && station !== own.publicKey) throw new FlashlineError('KIT_STATION', {})
    await core.kits.requireValid(summary)
    return core.store.kits.isKnown(summary)
  }

  #standing({ ...profile }: KitProfile): Standing {
    const { profiles } = this.#parts.core
    if (profiles.find(profile.profileId) === null) return 'new'
    return isDeepStrictEqual({ ...profiles.get(profile.profileId).profile }, profile) ? 'same' : 'differs'
  }

  /** Orders that are new here, or that a newer kit of a lead says otherwise; one that is armed or done stays. */
  async #plan({ body }: Kit): Promise<{ wanted: KitOrder[]; kept: number }> {
    const wanted: KitOrder[] = []
    let kept = 0
    for (const order of body.orders) {
      const task = body.tasks.find(({ taskId }) => taskId === order.taskId)
      if (task) requireTaskOfOrder(task, order)
      const known = await this.#order(order.orderId)
      if (known === null || (known.state === 'ready' && !isSame(known, order))) wanted.push(order)
      else if (!isSame(known, order)) kept += 1
    }
    return { wanted, kept }
  }

  /** Null: there is none. */
  async #order(orderId: string): Promise<WorkOrder | null> {
    return this.#parts.core.store.orders.get(orderId).catch((error: unknown) => {
      if (error instanceof FlashlineError && error.code === 'ORDER_UNKNOWN') return null
      throw error
    })
  }

  /** As often as it takes: what is there already stays. */
  async #settle(kitId: string, { images, roster, profiles, orders }: KitParts, by: string): Promise<void> {
    const { core, orders: desk } = this.#parts
    const { store } = core
    for (const { sha256, md5, sizeBytes, name } of images) {
      if ((await store.firmware.get(sha256)) === null)
        await store.firmware.add({ sha256, md5, sizeBytes, sourceUrl: null, name })
      await store.firmware.pin(sha256, true)
    }
    await store.devices.addRoster(roster)
    for (const profile of profiles) await core.profiles.save(profile)
    await core.kits.reload()
    for (const { orderId, ...draft } of orders) {
      const known = await this.#order(orderId)
      if (known === null) await desk.create(draft, by, orderId)
      else if (known.state === 'ready' && !isSame(known, draft))
        await desk.edit(orderId, known.revision, draft, by)
    }
    await store.kits.settled(kitId)
  }
}

type Standing = 'new' | 'same' | 'differs'

const idOf = ({ profileId }: KitProfile) => profileId

/** Which slots work on it is this bench's. */
function isSame(known: WorkOrder, order: OrderDraft): boolean {
  const draft = (one: OrderDraft) => ({ ...orderDraftSchema.parse(one), slotIds: null })
  return isDeepStrictEqual(draft(known), draft(order))
}

/** PROFILE_INVALID */
function requireProfile(profile: KitProfile): void {
  const checked = checkProfile(JSON.stringify(profile), (id) => protocols.get(id)?.options)
  if (checked.profile === null) throw profileInvalid(profile.profileId, checked)
}
