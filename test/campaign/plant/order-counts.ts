// Holds what the work orders have counted against the records.
import assert from 'node:assert/strict'
import type { StationClient } from '../../../main/station/router.ts'
import { readRecords } from './records.ts'

/** An order counts each unit once, by the last job that passed or touched it. */
export async function requireCounts(client: StationClient, dataDir: string): Promise<void> {
  const { records } = readRecords(dataDir)
  for (const { orderId, counts } of await client.orders.list({ limit: 500 })) {
    const jobs = records.filter(
      ({ order_id, touched, outcome }) => order_id === orderId && (touched || outcome === 'passed'),
    )
    const last = new Map(jobs.map(({ device_id, outcome }) => [device_id, outcome]))
    const passed = [...last.values()].filter((outcome) => outcome === 'passed').length
    assert.equal(counts.passed, passed, `units that order ${orderId} has counted`)
  }
}
