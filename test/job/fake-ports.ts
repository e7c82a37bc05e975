// A job's surroundings, made by hand: every part answers at once unless a test tells one to hang or to throw.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Checked } from '../../main/clouds/cloud.ts'
import type { JobOrder, JobPorts } from '../../main/job/ports.ts'
import { UnitsAtWork } from '../../main/job/units-at-work.ts'
import { profileSchema } from '../../main/profiles/profile.ts'
import type { FlashPlan, Image, Protocol, Target } from '../../main/protocols/protocol.ts'
import type { OutboxMessage } from '../../main/store/job-store.ts'
import type { Link } from '../../main/transports/link.ts'
import type { EventBody, Job, LogLine, Task } from '../../preload/contract/index.ts'

export const image: Image = (() => {
  const bytes = new Uint8Array(5000).fill(7)
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
  return { fileName: 'app.img', bytes, sizeBytes: bytes.length, md5: digest('md5'), sha256: digest('sha256') }
})()

export const task: Task = {
  taskId: 't1',
  productId: 'p1',
  name: 'one to two',
  description: '',
  part: { type: 'wifi', identify: 0 },
  fromVersion: 1,
  toVersion: 2,
  image: { url: 'http://127.0.0.1/f', md5: image.md5, sizeBytes: image.sizeBytes },
  status: 'running',
  mode: 'automatic',
  tag: 'formal',
  scope: { category: 'devices', deviceIds: ['d1'] },
  upgradedCount: 0,
  remainingCount: null,
  reviewerId: null,
  createdAt: null,
}

/** What a cloud that was asked has said. */
export const byCloud = (task: Task | null): Checked => ({
  task,
  source: 'cloud',
  syncedAt: null,
  cause: null,
})

export const order: JobOrder = {
  jobId: 'j1',
  slot: { slotId: 's1', name: 'Slot 1', address: 'fake://1' },
  profile: profileSchema.parse({ profileId: 'fake', name: 'Fake', protocol: 'fake', model: 'FAKE' }),
  productId: 'p1',
  part: { type: 'wifi', identify: 0 },
  operator: 'op',
  deviceId: 'd1',
  taskId: null,
  local: null,
}

/** Rejects with the signal's reason once it aborts, and says when it was entered. */
export function hang(signal: AbortSignal, entered: () => void = () => undefined): Promise<never> {
  entered()
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

export interface Saved {
  readonly job: Job
  readonly log: readonly LogLine[]
  readonly messages: readonly OutboxMessage[]
}

export class FakeSurroundings {
  readonly events: EventBody[] = []
  readonly saved: Saved[] = []
  readonly calls: string[] = []
  linkClosed = 0
  /** Replace parts before the job starts. */
  target: Target = {
    chip: { family: 'fake', mac: null, uid: null, flashSizeBytes: null },
    proof: 'deviceDigest',
    plan: (image): FlashPlan => ({
      image,
      regions: [{ address: 0, bytes: image.bytes }],
      totalBytes: image.sizeBytes,
      estimatedMs: 10,
    }),
    write: async function* (plan) {
      yield { kind: 'accepted' as const }
      yield { kind: 'progress' as const, doneBytes: plan.totalBytes, totalBytes: plan.totalBytes }
      yield { kind: 'pointOfNoReturn' as const }
    },
    verify: async function* () {
      yield { kind: 'proved' as const, by: 'deviceDigest' as const, algorithm: 'crc32', digest: '00000000' }
    },
    reset: async () => {
      this.calls.push('reset')
    },
  }
  protocol: Protocol = {
    id: 'fake',
    options: z.unknown(),
    connect: async () => this.target,
  }
  link: Link = {
    address: 'fake://1',
    hasSignals: false,
    read: async () => new Uint8Array(),
    unread: () => undefined,
    discard: () => 0,
    write: async () => undefined,
    drain: async () => undefined,
    setBaud: async () => undefined,
    setParity: async () => undefined,
    setSignals: async () => undefined,
    closed: new Promise(() => undefined),
    close: async () => {
      this.linkClosed += 1
    },
  }
  ports: JobPorts = {
    openLink: async () => this.link,
    protocol: () => this.protocol,
    checkTask: async () => byCloud(task),
    resultsTo: 'c1',
    fetchFirmware: async () => image,
    findDeviceId: async () => null,
    guards: {
      taskAgeMs: 30_000,
      units: new UnitsAtWork(),
      findPassed: async () => null,
      isTest: async () => false,
      orderNow: async () => ({ name: 'Lot 7', revision: 0, isOver: false }),
      pinImage: async ({ sha256 }) => sha256,
      noteRepeat: async (orderId, jobId, by) => {
        this.calls.push(`repeat ${orderId} ${jobId} ${by}`)
      },
    },
    store: {
      begin: async (job) => {
        this.calls.push('begin')
        this.saved.push({ job: structuredClone(job), log: [], messages: [] })
      },
      save: async (job, log, messages) => {
        this.saved.push({ job: structuredClone(job), log: [...log], messages: [...messages] })
      },
    },
    emit: (event) => {
      this.events.push(event)
    },
    now: () => new Date(),
  }

  /** Everything ever put in the outbox, in order. */
  get messages(): OutboxMessage[] {
    return this.saved.flatMap(({ messages }) => [...messages])
  }
}
