// A fleet on the bench of the station, and a rollout over all of it at once. Whether it went well is read from the records.

import type { StationClient } from '../../../main/station/router.ts'
import type { Job, Rollout } from '../../../preload/contract/index.ts'
import type { Viewer } from '../station/viewer.ts'
import { type Fleet, versions } from './fleet.ts'

export interface Bench {
  readonly client: StationClient
  readonly viewer: Viewer
}

const plan = { firstCount: 0, maxFailed: null, limit: 64, limitPerAccessPoint: 64 }

/** Where its devices listen, in their order, and the profile of each. Answers the slots; disposed of, they are gone again. */
export async function placeFleet(
  { client }: Bench,
  { productId }: Fleet,
  places: readonly { readonly port: number; readonly profileId: string }[],
): Promise<AsyncDisposable & { readonly slotIds: readonly string[] }> {
  const devices = places.map(({ port, profileId }) => ({
    address: `lan://127.0.0.1:${port}`,
    productId,
    profileId,
  }))
  const slotIds = (await client.lan.place({ devices })).map(({ slotId }) => slotId)
  return {
    slotIds,
    async [Symbol.asyncDispose]() {
      await client.lan.remove({ slotIds })
    },
  }
}

export function startRollout({ client }: Bench, slotIds: readonly string[]): Promise<Rollout> {
  return client.rollouts.start({ slotIds: [...slotIds], plan })
}

export interface Pushed {
  /** From the call until the screens know that it is over. */
  readonly ms: number
  readonly jobs: readonly Job[]
}

/** Returns when all have passed and the cloud knows it; what did not pass is an error. */
export async function pushAll(bench: Bench, slotIds: readonly string[]): Promise<Pushed> {
  const startedMs = performance.now()
  const { rolloutId } = await startRollout(bench, slotIds)
  const rollout = await bench.viewer.rollout(rolloutId, ({ state }) => state !== 'running')
  const ms = performance.now() - startedMs
  const jobs = await passedRecords(bench, rollout)
  if (jobs.length !== slotIds.length) throw new Error(`only ${jobs.length} of ${slotIds.length} passed`)
  await bench.viewer.delivered()
  return { ms, jobs }
}

/** The records on disk of the items that passed: proved by the device's digest, and it said the new version. */
async function passedRecords({ client }: Bench, { items }: Rollout): Promise<Job[]> {
  const bad = items.find(({ state }) => state === 'failed' || state === 'skipped')
  if (bad) throw new Error(`${bad.slotId}: ${bad.state} ${JSON.stringify(bad.error)}`)
  const { jobs } = await client.history.list({ limit: items.length })
  return items
    .filter(({ state }) => state === 'passed')
    .map(({ jobId, slotId }) => {
      const job = jobs.find((one) => one.jobId === jobId)
      const proof = job?.steps.find(({ name }) => name === 'verify')?.detail.by
      const isProved =
        job?.outcome === 'passed' && job.deviceState === 'confirmed' && proof === 'deviceDigest'
      if (!isProved || job.bootedVersion.text !== versions.to)
        throw new Error(`${slotId}: the record says ${JSON.stringify(job)}`)
      return job
    })
}
