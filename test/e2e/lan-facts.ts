// What became of devices on the LAN, asked where it is: the station's records over its REST door, the rows of its practice
// cloud, and the devices themselves.
import { join } from 'node:path'
import type { APIRequestContext } from '@playwright/test'
import Database from 'better-sqlite3'
import { z } from 'zod'
import { type Job, jobSchema } from '../../preload/contract/model.ts'
import type { RunningStation } from './station-process.ts'

const jobsSchema = z.object({ jobs: z.array(jobSchema) })

/** Newest first. */
export async function recordsOf(station: RunningStation, request: APIRequestContext): Promise<Job[]> {
  const { origin, searchParams } = new URL(station.url)
  const headers = { Authorization: `Bearer ${searchParams.get('token')}` }
  const answer = await request.get(`${origin}/api/jobs?limit=500`, { headers })
  return jobsSchema.parse(await answer.json()).jobs
}

export interface CloudRows {
  /** `0`: succeeded. */
  readonly reports: readonly { readonly deviceId: string; readonly result: number }[]
  readonly upgradedDevices: readonly string[]
}

export function cloudRowsOf({ dataDir }: RunningStation): CloudRows {
  const db = new Database(join(dataDir, 'practice-lan', 'cloud', 'cloud.sqlite'), { readonly: true })
  try {
    const reports = db.prepare<[], { deviceId: string; result: number }>(
      'SELECT device_id AS deviceId, result FROM reports ORDER BY report_id',
    )
    const upgraded = db.prepare<[], { deviceId: string }>(
      'SELECT device_id AS deviceId FROM upgraded_devices',
    )
    return { reports: reports.all(), upgradedDevices: upgraded.all().map(({ deviceId }) => deviceId) }
  } finally {
    db.close()
  }
}

/** By the profile that it is pushed with. */
const versionPages: Readonly<Record<string, { path: string; pattern: RegExp }>> = {
  'tasmota-web': { path: '/cm?cmnd=Status%200', pattern: /"Version":"([\d.]+)/ },
  'esphome-web': { path: '/text_sensor/version', pattern: /"value":"([\d.]+)/ },
  'http-ota-put': { path: '/version', pattern: /"version":"([\d.]+)/ },
  'shelly-gen2': { path: '/rpc/Shelly.GetDeviceInfo', pattern: /"ver":"([\d.]+)/ },
}

/** What the device says that it runs. */
export async function versionOf(
  { link, profileId }: Job,
  request: APIRequestContext,
): Promise<string | null> {
  const page = versionPages[profileId]
  if (!page) return null
  const origin = link.replace(/^lan:/, 'http:')
  const answer = await request.get(origin + page.path, { headers: { Referer: `${origin}/` } })
  return page.pattern.exec(await answer.text())?.[1] ?? null
}
