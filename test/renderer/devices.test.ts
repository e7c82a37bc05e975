// What the devices screen makes of an address, and of jobs and ota-logs.
import { describe, expect, it } from 'vitest'
import type { OtaLogEntry } from '../../preload/contract/index.ts'
import { lanDeviceOf, timelineOf, versionsOf } from '../../renderer/screens/devices/timeline.ts'
import {
  addressOfUnit,
  nameOfUnit,
  spelledMac,
  unitOfAddress,
} from '../../renderer/screens/devices/unit-address.ts'
import { job, lanDevice } from './fixtures.ts'

const nobody = { deviceId: null, mac: null, sn: null }

describe('the address of a unit', () => {
  it('names it by what is known of it, whatever is in the name', () => {
    for (const unit of [
      { deviceId: '1100001' },
      { deviceId: 'a/b c?d#e%' },
      { mac: 'a0b1c2d3e4f5' },
      { sn: 'SN:1/2' },
    ])
      expect(unitOfAddress(addressOfUnit({ ...nobody, ...unit }))).toEqual(unit)
    expect(addressOfUnit({ deviceId: 'd1', mac: 'a0', sn: 'S' })).toBe('#/devices/d1')
  })

  it('names none when there is nothing in it', () => {
    for (const hash of ['', '#/devices', '#/devices/', '#/devices/%20', `#/devices/${'x'.repeat(101)}`])
      expect(unitOfAddress(hash)).toBeNull()
    expect(unitOfAddress('#/devices/%E0%A4%A')).toEqual({ deviceId: '%E0%A4%A' })
  })

  it('is read by what is printed on the unit', () => {
    expect(nameOfUnit({ deviceId: 'd1', mac: 'a0b1c2d3e4f5', sn: 'S1' })).toBe('S1')
    expect(nameOfUnit({ deviceId: null, mac: 'a0b1c2d3e4f5', sn: null })).toBe('A0:B1:C2:D3:E4:F5')
    expect(spelledMac('odd')).toBe('odd')
  })
})

const at = (minute: number) => `2026-03-01T08:${String(minute).padStart(2, '0')}:00.000Z`
const log = (
  logId: string | null,
  executedAt: string | null,
  status: OtaLogEntry['status'] = 'completed',
): OtaLogEntry => ({
  logId,
  productId: null,
  taskId: 't1',
  deviceId: 'd1',
  mac: null,
  sn: null,
  status,
  executedAt,
})

describe('the timeline', () => {
  it('joins both sources: upgrades under way, then newest first, then what has no time', () => {
    const jobs = [job(2, { endedAt: at(30) }), job(1, { endedAt: at(10) })]
    const entries = timelineOf(jobs, [
      log(null, null),
      log('open', null, 'issued'),
      log('l2', at(20)),
      log('l1', '2026-03-01T08:30:30Z'),
    ])
    expect(entries.map((entry) => (entry.source === 'here' ? entry.job.jobId : entry.log.logId))).toEqual([
      'open',
      'l1',
      'job-2',
      'l2',
      'job-1',
      null,
    ])
    const keys = timelineOf([], [log(null, null), log(null, null)]).map(
      (entry) => entry.source === 'cloud' && entry.key,
    )
    expect(new Set(keys).size).toBe(2)
  })
})

describe('the versions', () => {
  const version = (number: number | null, text: string | null = null) => ({ number, text })
  const done = (id: number, part: Parameters<typeof job>[1]) => job(id, { endedAt: at(id), ...part })

  it('are those that passed jobs left, each since it was there first', () => {
    const jobs = [
      done(5, { outcome: 'failed', toVersion: version(9) }),
      done(4, { bootedVersion: version(1, '1.0') }),
      done(3, { bootedVersion: version(2), toVersion: version(2) }),
      done(2, { toVersion: version(2, '2.0') }),
      done(1, { toVersion: version(null) }),
    ]
    expect(versionsOf(jobs)).toEqual([
      { version: version(1, '1.0'), since: at(4), jobId: 'job-4' },
      { version: version(2, '2.0'), since: at(2), jobId: 'job-2' },
    ])
  })
})

describe('the unit on the LAN', () => {
  it('is known by its id or its MAC in any spelling', () => {
    const devices = [lanDevice(1), lanDevice(2, { mac: null, deviceId: 'd2' })]
    expect(lanDeviceOf({ mac: 'a0b1c2d3e401', deviceId: null }, devices)).toBe(devices[0])
    expect(lanDeviceOf({ mac: null, deviceId: 'd2' }, devices)).toBe(devices[1])
    expect(lanDeviceOf({ mac: null, deviceId: null }, devices)).toBeNull()
    expect(lanDeviceOf({ mac: 'ffffffffffff', deviceId: 'x' }, devices)).toBeNull()
  })
})
