// What every door needs, composed once: database, firmware store, profiles, cloud client, outbox and the surroundings
// of a job. The bench (slots, discovery, practice) is station.ts; one job from the command line is flash-once.ts.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Agent } from 'undici'
import {
  FlashlineError,
  guardSettingsSchema,
  type Job,
  profileSecretOwner,
  type Version,
} from '../../preload/contract/index.ts'
import { RateMemories } from '../bench/rate-memory.ts'
import { systemClock } from '../clouds/clock.ts'
import { createWebhookPoster } from '../factory/post-webhook.ts'
import { type FirmwareStore, openFirmwareStore } from '../firmware/store.ts'
import type { HandOut } from '../hand-out/hand-out.ts'
import type { JobPorts } from '../job/ports.ts'
import { UnitsAtWork } from '../job/units-at-work.ts'
import { createOutboxSender, type OutboxSender } from '../outbox/sender.ts'
import type { Profile } from '../profiles/profile.ts'
import { ProfileShelf } from '../profiles/shelf.ts'
import { findProtocol, protocols } from '../protocols/registry.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { withRoom } from '../store/with-room.ts'
import { createCheckTask } from '../sync/check-task.ts'
import { createIsTest } from '../sync/is-test.ts'
import type { OpenLink } from '../transports/link.ts'
import { createCloudProgress } from './cloud-progress.ts'
import { adHocConnectionId, type CloudSetting } from './cloud-setting.ts'
import { type Clouds, createClouds } from './clouds.ts'
import { type DiskLimits, DiskRoom, usualDiskLimits } from './disk-room.ts'
import { DropDesk } from './drop-desk.ts'
import { EventHub } from './event-hub.ts'
import { KitShelf } from './kit-shelf.ts'
import { openLog } from './log.ts'
import { routesOf } from './routes.ts'
import type { Secrets } from './secrets.ts'
import { WebhookDesk } from './webhook-desk.ts'

export interface CoreOptions {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  readonly clouds: CloudSetting
  /** Left out: nothing is handed out to devices that fetch. */
  readonly handOut?: HandOut
  /** Left out: the usual ones. */
  readonly diskLimits?: DiskLimits
  /** How old an answer about a task may be at the first write; left out: as the settings have it when nothing is set. */
  readonly taskAgeMs?: () => number
  /** Who tells other software of records, and with which secrets. Left out: this process tells nobody, and they wait. */
  readonly teller?: { readonly secrets: Secrets; readonly stationName: () => string }
}

const usualTaskAgeMs = guardSettingsSchema.parse({}).taskAgeSeconds * 1000

export interface Core {
  readonly hub: EventHub
  readonly log: Logger
  readonly store: Store
  readonly firmware: FirmwareStore
  readonly clouds: Clouds
  readonly sender: OutboxSender
  readonly disk: DiskRoom
  readonly webhooks: WebhookDesk
  readonly drops: DropDesk
  /** Jobs that a dead process left behind, as they are recorded now. */
  readonly interrupted: readonly Job[]
  readonly profiles: ProfileShelf
  /** Tasks for a bench without a network. */
  readonly kits: KitShelf
  /** PROFILE_UNKNOWN, or PROFILE_INVALID for one whose file is broken. */
  profile(profileId: string): Profile
  /** The surroundings of a job on this product. */
  jobPorts(openLink: OpenLink, productId: string | null): JobPorts
  /** Remembers the device of an ended job and sends what is owed. */
  jobEnded(job: Job): Promise<void>
  close(): Promise<void>
}

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { dataDir, resourcesDir } = options
  const hub = new EventHub(() => new Date())
  const disk = new DiskRoom({
    dataDir,
    limits: options.diskLimits ?? usualDiskLimits,
    clock: systemClock,
    onChange: (state) => hub.emit({ type: 'diskChanged', disk: state }),
  })
  const store = await withRoom(disk.giveReserve, () => openStore(dataDir, { makeRoom: disk.giveReserve }))
  try {
    const log = openLog(dataDir)
    const rates = new RateMemories()
    const units = new UnitsAtWork()
    const formal = new Set<string>()
    const profiles = await ProfileShelf.open(
      { builtInDir: join(resourcesDir, 'profiles'), plantDir: join(dataDir, 'profiles') },
      (protocolId) => protocols.get(protocolId)?.options,
    )
    profiles.onChange = () => hub.emit({ type: 'profilesChanged', profiles: profiles.infos() })
    for (const problem of profiles.problems)
      log.warn({ code: problem.code, ...problem.context }, 'profile left out')

    // Our own connections: the global ones belong to whatever version of the library this Node carries.
    const http = new Agent()
    const clouds = createClouds({
      connections: () => options.clouds.settings().connections,
      secret: options.clouds.secret,
      secrets: options.clouds.secrets,
      onEntry: (entry) => log.debug(entry, 'cloud call'),
    })
    const routes = (productId: string | null) => routesOf(options.clouds.settings(), productId)
    const firmware = await openFirmwareStore({
      dataDir,
      index: store.firmware,
      dispatcher: http,
      requireRoom: (forBytes) => disk.requireRoom(forBytes),
      onChange: () => hub.emit({ type: 'listsChanged', lists: ['firmware', 'catalogue'] }),
    })
    const cloudProgressOf = (productId: string | null): Pick<JobPorts, 'cloudProgress'> => {
      const source = clouds.get(routes(productId).progress)?.progress
      const productKey = options.clouds
        .settings()
        .products.find((one) => one.productId === productId)?.productKey
      return source ? { cloudProgress: createCloudProgress(source, productKey || null) } : {}
    }
    const kits = await KitShelf.open(store.kits, () => new Date())
    const interrupted = await store.recover({
      modelOf: (profileId) => profiles.find(profileId)?.model ?? null,
      resultsTo: (productId) => routes(productId).results ?? (kits.covers(productId) ? null : undefined),
    })
    const telling = {
      rows: store.listeners,
      record: store.jobs.get,
      stationName: () => options.teller?.stationName() ?? '',
      onChange: () => hub.emit({ type: 'listsChanged', lists: ['factory'] }),
      onSet: () => sender.retryNow(),
    }
    const poster = createWebhookPoster({ now: () => new Date() })
    const webhooks = await WebhookDesk.open({
      ...telling,
      poster,
      secrets: options.teller?.secrets ?? { get: () => '', set: async () => undefined },
      giveUp: (listenerId, by) =>
        store.outbox.giveUp(listenerId, { by, at: new Date().toISOString(), note: '' }),
      now: () => new Date(),
    })
    const drops = await DropDesk.open({ ...telling, log })
    const sender = createOutboxSender({
      store: store.outbox,
      // A row without a connection: from before there were several, or of a cloud that was named on a command line.
      resultsConnection: () => routes(options.clouds.settings().bench?.productId ?? null).results,
      sinkFor: (connectionId) => clouds.get(connectionId)?.results ?? null,
      listenerFor: (listenerId) =>
        options.teller ? (webhooks.sinkFor(listenerId) ?? drops.sinkFor(listenerId)) : null,
      onChange: (outbox) => hub.emit({ type: 'outboxChanged', outbox }),
      onError: (error) => log.error({ code: error.code, ...error.context }, 'outbox'),
    })
    return {
      hub,
      log,
      store,
      firmware,
      clouds,
      sender,
      disk,
      webhooks,
      drops,
      interrupted,
      profiles,
      kits,
      profile(profileId) {
        const found = profiles.find(profileId)
        if (!found) throw new FlashlineError('PROFILE_UNKNOWN', { profileId })
        return found
      },
      jobPorts(openLink, productId) {
        const { tasks, results } = routes(productId)
        const source = clouds.get(tasks)?.tasks
        return {
          openLink,
          protocol: findProtocol,
          checkTask: source
            ? createCheckTask({
                source,
                synced: async () => kits.newest(productId, await store.tasks.synced(productId, tasks)),
              })
            : kits.covers(productId)
              ? (query) => kits.check(query)
              : null,
          resultsTo:
            results === adHocConnectionId ? null : (results ?? (kits.covers(productId) ? null : undefined)),
          fetchFirmware: (wanted, onProgress, signal) =>
            firmware.fetch(wanted, onProgress, signal, clouds.get(tasks)?.dispatcher),
          findDeviceId: (known) => store.devices.findDeviceId(known),
          rates: (slotId) => rates.of(slotId),
          ...(options.handOut ? { handOut: options.handOut } : {}),
          password: (profileId) => options.clouds.secret(profileSecretOwner(profileId), 'password'),
          ...cloudProgressOf(productId),
          lastVersion: (deviceId) => store.devices.lastVersion(deviceId),
          unfinished: (deviceId) => unfinished(store, deviceId),
          guards: {
            taskAgeMs: options.taskAgeMs?.() ?? usualTaskAgeMs,
            units,
            findPassed: store.findPassed,
            isTest: source
              ? createIsTest({ source, formal, copyOf: (taskId) => store.tasks.get(taskId) })
              : async () => false,
            orderNow: async (orderId) => {
              const { name, revision, state } = await store.orders.get(orderId)
              return { name, revision, isOver: state === 'done' }
            },
            pinImage: (image) => store.orders.pinImage(image, { by: '', at: new Date().toISOString() }),
            noteRepeat: (orderId, jobId, by) =>
              store.orders.repeated(orderId, jobId, { by, at: new Date().toISOString() }),
          },
          store: {
            begin: (job) => store.jobs.begin(job),
            async save(job, jobLog, messages) {
              await store.jobs.save(job, jobLog, messages)
              if (messages.length > 0) sender.kick()
            },
          },
          requireRoom: () => disk.requireRoom(),
          emit: hub.emit,
          now: () => new Date(),
        }
      },
      async jobEnded(job) {
        await store.devices.remember({
          ...job.device,
          productId: job.productId,
          version: job.deviceState === 'confirmed' ? job.bootedVersion : job.fromVersion,
        })
        hub.emit({ type: 'listsChanged', lists: ['units'] })
        sender.kick()
      },
      async close() {
        await drops.stop()
        await sender.stop()
        await disk.stop()
        await poster.close()
        await clouds.close()
        await http.destroy()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

async function unfinished({ jobs }: Store, deviceId: string): Promise<{ from: Version; to: Version } | null> {
  const last = await jobs.lastTouched(deviceId)
  return last && last.outcome !== 'passed' ? { from: last.fromVersion, to: last.toVersion } : null
}
