// What every door needs, composed once: database, firmware store, profiles, cloud client, outbox and the surroundings
// of a job. The bench (slots, discovery, practice) is station.ts; one job from the command line is flash-once.ts.
import { join } from 'node:path'
import type { Logger } from 'pino'
import { Agent } from 'undici'
import { type EventBody, FlashlineError, type Job, type ProfileInfo } from '../../preload/contract/index.ts'
import type { CloudConnection, ResultSink, TaskSource } from '../clouds/cloud.ts'
import { createXlinkCloud } from '../clouds/xlink/index.ts'
import { type FirmwareStore, openFirmwareStore } from '../firmware/store.ts'
import type { JobPorts } from '../job/ports.ts'
import { createOutboxSender, type OutboxSender } from '../outbox/sender.ts'
import { loadProfiles } from '../profiles/load.ts'
import type { Profile } from '../profiles/profile.ts'
import { findProtocol, protocols } from '../protocols/registry.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { OpenLink } from '../transports/link.ts'
import { EventHub } from './event-hub.ts'
import { openLog } from './log.ts'

export type Cloud = TaskSource & ResultSink

export interface CoreOptions {
  readonly dataDir: string
  /** Holds `profiles/`. */
  readonly resourcesDir: string
  /** The cloud as it is set now; null: none. Asked at every use. */
  readonly connection: () => CloudConnection | null
}

export interface Core {
  readonly hub: EventHub
  readonly log: Logger
  readonly store: Store
  readonly firmware: FirmwareStore
  readonly sender: OutboxSender
  /** Jobs that a dead process left behind, as they are recorded now. */
  readonly interrupted: readonly Job[]
  readonly profiles: readonly ProfileInfo[]
  /** PROFILE_UNKNOWN, or PROFILE_INVALID for one whose file is broken. */
  profile(profileId: string): Profile
  cloud(): Cloud | null
  jobPorts(openLink: OpenLink): JobPorts
  /** Remembers the device of an ended job and sends what is owed. */
  jobEnded(job: Job): Promise<void>
  close(): Promise<void>
}

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL */
export async function openCore(options: CoreOptions): Promise<Core> {
  const { dataDir, resourcesDir, connection } = options
  const store = await openStore(dataDir)
  try {
    const log = openLog(dataDir)
    const hub = new EventHub(() => new Date())
    const loaded = await loadProfiles(
      { builtInDir: join(resourcesDir, 'profiles'), plantDir: join(dataDir, 'profiles') },
      (protocolId) => protocols.get(protocolId)?.options,
    )
    for (const problem of loaded.problems)
      log.warn({ code: problem.code, ...problem.context }, 'profile left out')

    // Our own connections: the global ones belong to whatever version of the library this Node carries.
    const http = new Agent()
    const cloud = cloudOf(connection, http)
    const firmware = await openFirmwareStore({ dataDir, index: store.firmware, dispatcher: http })
    const interrupted = await store.recover({
      modelOf: (profileId) => loaded.profiles.get(profileId)?.model ?? null,
      hasCloud: connection() !== null,
    })
    const sender = createOutboxSender({
      store: store.outbox,
      sink: cloud,
      onChange: (outbox) => hub.emit({ type: 'outboxChanged', outbox }),
      onError: (error) => log.error({ code: error.code, ...error.context }, 'outbox'),
    })
    return {
      hub,
      log,
      store,
      firmware,
      sender,
      interrupted,
      profiles: [...loaded.profiles.values()].map(({ profileId, name, protocol }) => ({
        profileId,
        name,
        protocol,
      })),
      profile(profileId) {
        const found = loaded.profiles.get(profileId)
        if (!found) throw new FlashlineError('PROFILE_UNKNOWN', { profileId })
        return found
      },
      cloud,
      jobPorts: (openLink) => jobPorts(store, firmware, cloud, openLink, hub.emit, () => sender.kick()),
      async jobEnded(job) {
        await store.devices.remember({
          ...job.device,
          productId: job.productId,
          version: job.deviceState === 'confirmed' ? job.bootedVersion : job.fromVersion,
        })
        sender.kick()
      },
      async close() {
        await sender.stop()
        await http.destroy()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

/** One client per connection; a changed address makes a new one, a changed token is asked at every call. */
function cloudOf(connection: () => CloudConnection | null, http: Agent): () => Cloud | null {
  let made: { key: string; cloud: Cloud } | null = null
  return () => {
    const now = connection()
    if (!now) return null
    const key = `${now.baseUrl} ${now.corpId}`
    if (made?.key !== key)
      made = {
        key,
        cloud: createXlinkCloud({
          baseUrl: now.baseUrl,
          corpId: now.corpId,
          accessToken: () => connection()?.accessToken() ?? '',
          fetchDispatcher: http,
        }),
      }
    return made.cloud
  }
}

function jobPorts(
  store: Store,
  firmware: FirmwareStore,
  cloud: () => Cloud | null,
  openLink: OpenLink,
  emit: (event: EventBody) => void,
  kick: () => void,
): JobPorts {
  const source = cloud()
  return {
    openLink,
    protocol: findProtocol,
    checkTask: source ? (query, signal) => source.check(query, signal) : null,
    fetchFirmware: (wanted, onProgress, signal) => firmware.fetch(wanted, onProgress, signal),
    findDeviceId: (known) => store.devices.findDeviceId(known),
    store: {
      begin: (job) => store.jobs.begin(job),
      async save(job, log, messages) {
        await store.jobs.save(job, log, messages)
        if (messages.length > 0) kick()
      },
    },
    emit,
    now: () => new Date(),
  }
}
