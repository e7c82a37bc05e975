// What every door needs, composed once: database, firmware store, profiles, cloud client, outbox and the surroundings
// of a job. The bench (slots, discovery, practice) is station.ts; one job from the command line is flash-once.ts.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Agent } from 'undici'
import { FlashlineError, type Job, profileSecretOwner, type Version } from '../../preload/contract/index.ts'
import { RateMemories } from '../bench/rate-memory.ts'
import { type FirmwareStore, openFirmwareStore } from '../firmware/store.ts'
import type { HandOut } from '../hand-out/hand-out.ts'
import type { JobPorts } from '../job/ports.ts'
import { createOutboxSender, type OutboxSender } from '../outbox/sender.ts'
import type { Profile } from '../profiles/profile.ts'
import { ProfileShelf } from '../profiles/shelf.ts'
import { findProtocol, protocols } from '../protocols/registry.ts'
import { openStore, type Store } from '../store/open-store.ts'
import { createCheckTask } from '../sync/check-task.ts'
import type { OpenLink } from '../transports/link.ts'
import { createCloudProgress } from './cloud-progress.ts'
import { adHocConnectionId, type CloudSetting } from './cloud-setting.ts'
import { type Clouds, createClouds } from './clouds.ts'
import { EventHub } from './event-hub.ts'
import { openLog } from './log.ts'
import { routesOf } from './routes.ts'

export interface CoreOptions {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  readonly clouds: CloudSetting
  /** Left out: nothing is handed out to devices that fetch. */
  readonly handOut?: HandOut
}

export interface Core {
  readonly hub: EventHub
  readonly log: Logger
  readonly store: Store
  readonly firmware: FirmwareStore
  readonly clouds: Clouds
  readonly sender: OutboxSender
  /** Jobs that a dead process left behind, as they are recorded now. */
  readonly interrupted: readonly Job[]
  readonly profiles: ProfileShelf
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
  const store = await openStore(dataDir)
  try {
    const log = openLog(dataDir)
    const hub = new EventHub(() => new Date())
    const rates = new RateMemories()
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
      onChange: () => hub.emit({ type: 'listsChanged', lists: ['firmware', 'catalogue'] }),
    })
    const cloudProgressOf = (productId: string | null): Pick<JobPorts, 'cloudProgress'> => {
      const source = clouds.get(routes(productId).progress)?.progress
      const productKey = options.clouds
        .settings()
        .products.find((one) => one.productId === productId)?.productKey
      return source ? { cloudProgress: createCloudProgress(source, productKey || null) } : {}
    }
    const interrupted = await store.recover({
      modelOf: (profileId) => profiles.find(profileId)?.model ?? null,
      resultsTo: (productId) => routes(productId).results ?? undefined,
    })
    const sender = createOutboxSender({
      store: store.outbox,
      // A row without a connection: from before there were several, or of a cloud that was named on a command line.
      sinkFor: (connectionId) => {
        const present = routes(options.clouds.settings().bench?.productId ?? null).results
        return clouds.get(connectionId ?? present)?.results ?? null
      },
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
      interrupted,
      profiles,
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
            ? createCheckTask({ source, synced: () => store.tasks.synced(productId, tasks) })
            : null,
          resultsTo: results === adHocConnectionId ? null : (results ?? undefined),
          fetchFirmware: (wanted, onProgress, signal) =>
            firmware.fetch(wanted, onProgress, signal, clouds.get(tasks)?.dispatcher),
          findDeviceId: (known) => store.devices.findDeviceId(known),
          rates: (slotId) => rates.of(slotId),
          ...(options.handOut ? { handOut: options.handOut } : {}),
          password: (profileId) => options.clouds.secret(profileSecretOwner(profileId), 'password'),
          ...cloudProgressOf(productId),
          lastVersion: (deviceId) => store.devices.lastVersion(deviceId),
          unfinished: (deviceId) => unfinished(store, deviceId),
          store: {
            begin: (job) => store.jobs.begin(job),
            async save(job, jobLog, messages) {
              await store.jobs.save(job, jobLog, messages)
              if (messages.length > 0) sender.kick()
            },
          },
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
        await sender.stop()
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
