// What can be wrong with a device on the LAN, through the station: every fault has its own code with a remedy in both
// languages, the record says what the device holds, and the cloud hears what happened. All are pushed in one rollout, beside
// devices that are well: none waits for another. Nothing passes unless the new version was said.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EspotaFaults } from '../../main/practice/lan/espota/espota-faults.ts'
import { EspotaUnit } from '../../main/practice/lan/espota/espota-unit.ts'
import type { HttpDialect } from '../../main/practice/lan/http/http-dialects.ts'
import type { HttpFaults } from '../../main/practice/lan/http/http-faults.ts'
import { HttpUnit } from '../../main/practice/lan/http/http-unit.ts'
import type { PullFaults } from '../../main/practice/lan/pull/pull-faults.ts'
import { PullUnit } from '../../main/practice/lan/pull/pull-unit.ts'
import { errorText } from '../../preload/contract/index.ts'
import { type LanBed, type LanCase, type LanOutcome, newImage, openLanBed } from './lan-bed.ts'

const http = (
  dialect: HttpDialect,
  faults: Partial<HttpFaults>,
  given: { options?: object; password?: string; restartMs?: number } = {},
): Omit<LanCase, 'name'> => ({
  profileId: dialect === 'put' ? 'http-ota-put' : 'http-ota-form',
  create: (device, firmware) =>
    new HttpUnit({
      ...{ device, firmware, dialect, faults, password: given.password ?? '' },
      ...(given.restartMs === undefined ? {} : { restartMs: given.restartMs }),
    }),
  options: () => ({
    ...{ connectTimeoutMs: 2000, stallTimeoutMs: 1000, answerTimeoutMs: 1000, restartTimeoutMs: 2500 },
    ...given.options,
  }),
})

const pull = (faults: Partial<PullFaults>, pieceBytes: number | null = null): Omit<LanCase, 'name'> => ({
  profileId: 'shelly-gen2',
  create: (device, firmware) => new PullUnit({ device, firmware, dialect: 'gen2', faults, pieceBytes }),
  options: () => ({ startTimeoutMs: 1000, stallTimeoutMs: 1000, restartTimeoutMs: 2500 }),
})

const espota = (
  faults: Partial<EspotaFaults>,
  { password = '', isMute = false } = {},
): Omit<LanCase, 'name'> => ({
  profileId: 'arduino-ota-esp32',
  create: (device, firmware) => new EspotaUnit({ device, firmware, password, faults }),
  options: (unit) => ({
    ...{ inviteTimeoutMs: 2500, connectTimeoutMs: 1000, ackTimeoutMs: 1000, finishTimeoutMs: 1000 },
    ...{ restartTimeoutMs: 2500 },
    version: {
      ...{ port: unit instanceof EspotaUnit ? unit.pagePort : null, mac: { pointer: '/mac' } },
      deviceId: { pointer: '/deviceId' },
    },
  }),
  profile: { confirmByProtocol: !isMute },
})

type Expected = {
  readonly state: 'passed' | 'failed' | 'skipped'
  readonly code?: string
  readonly deviceState?: string
  /** The device took the instruction: the cloud hears how it ended. */
  readonly touched: boolean
}
type Row = LanCase & { readonly expected: Expected }

const failed = (code: string, deviceState: string): Expected => ({
  ...{ state: 'failed', code, deviceState },
  touched: deviceState !== 'untouched',
})
const passed: Expected = { state: 'passed', deviceState: 'confirmed', touched: true }

const rows: readonly Row[] = [
  { name: 'well: form', ...http('form', {}), expected: passed },
  { name: 'well: espota', ...espota({}), expected: passed },
  { name: 'well: fetches', ...pull({}), expected: passed },
  {
    name: 'well, but cannot say what it runs',
    ...espota({}, { isMute: true }),
    expected: { ...passed, deviceState: 'verified' },
  },
  {
    name: 'wrong password: form',
    ...http('form', {}, { password: 'right-one' }),
    password: 'wrong-one',
    expected: { state: 'skipped', code: 'OTA_PASSWORD', touched: false },
  },
  {
    name: 'wrong password: espota',
    ...espota({}, { password: 'right-one' }),
    password: 'wrong-one',
    expected: failed('OTA_PASSWORD', 'untouched'),
  },
  {
    name: 'no password: put',
    ...http('put', {}, { password: 'right-one' }),
    expected: { state: 'skipped', code: 'OTA_PASSWORD', touched: false },
  },
  {
    name: 'reset in mid-stream: espota',
    ...espota({ resetsAfterBytes: 90_000 }),
    expected: failed('OTA_BROKEN', 'receiving'),
  },
  {
    name: 'lets go in mid-stream: fetches',
    ...pull({ stopsAfterBytes: 60_000 }, 16_384),
    expected: failed('PULL_STOPPED', 'incomplete'),
  },
  {
    name: 'half-open: form',
    ...http('form', { stopsAfterBytes: 1 }),
    expected: failed('OTA_SILENT', 'incomplete'),
  },
  { name: 'half-open: espota', ...espota({ isHalfOpen: true }), expected: failed('OTA_SILENT', 'receiving') },
  {
    name: 'refuses the image: put',
    ...http('put', { refuses: 'wrong chip' }),
    expected: failed('OTA_REFUSED', 'receiving'),
  },
  {
    name: 'refuses: espota',
    ...espota({ refuses: 'ERR: ERROR[4]: Not Enough Space' }),
    expected: failed('OTA_REFUSED', 'untouched'),
  },
  { name: 'refuses: fetches', ...pull({ refuses: 'busy' }), expected: failed('OTA_REFUSED', 'untouched') },
  {
    name: 'says yes and never fetches',
    ...pull({ neverFetches: true }),
    expected: failed('PULL_NOT_STARTED', 'receiving'),
  },
  {
    name: 'old version again: form',
    ...http('form', { bootsOldFirmware: true }),
    expected: failed('VERSION_DIFFERS', 'written'),
  },
  {
    name: 'old version again: espota',
    ...espota({ bootsOldFirmware: true }),
    expected: failed('VERSION_DIFFERS', 'verified'),
  },
  {
    name: 'old version again: fetches',
    ...pull({ bootsOldFirmware: true }),
    expected: failed('VERSION_DIFFERS', 'written'),
  },
  {
    name: 'answers too late: form',
    ...http('form', { lateMs: 3000 }),
    expected: failed('OTA_SILENT', 'incomplete'),
  },
  { name: 'answers late, in time: form', ...http('form', { lateMs: 500 }), expected: passed },
  {
    name: 'changes its address: form',
    ...http('form', { moves: true }),
    expected: failed('VERSION_UNSEEN', 'written'),
  },
  {
    name: 'changes its address: fetches',
    ...pull({ moves: true }),
    expected: failed('VERSION_UNSEEN', 'written'),
  },
  {
    name: 'another device is there then: put',
    ...http('put', { becomesMac: '02F1A5430099' }),
    expected: failed('DEVICE_DIFFERS', 'verified'),
  },
  {
    name: 'sends us elsewhere: form',
    ...http('form', { redirectsTo: 'http://203.0.113.9/' }),
    expected: { state: 'skipped', code: 'OTA_REDIRECT', touched: false },
  },
  {
    name: 'has too little room: put',
    ...http('put', { saysRoomBytes: 1000 }),
    expected: failed('IMAGE_TOO_LARGE', 'untouched'),
  },
]

describe('faults of devices on the LAN', () => {
  let bed: LanBed
  let outcomes: ReadonlyMap<string, LanOutcome>
  beforeAll(async () => {
    bed = await openLanBed(rows)
    outcomes = await bed.push()
  }, 120_000)
  afterAll(() => bed?.[Symbol.asyncDispose]())

  it.each(rows)('$name', (row) => {
    const { item, job, unit } = outcomes.get(row.name) ?? expect.fail('no outcome')
    const { state, code = null, deviceState, touched } = row.expected
    expect([item.state, item.error?.code ?? null, job?.deviceState, job?.touched ?? false]).toEqual([
      state,
      code,
      deviceState,
      touched,
    ])
    if (state === 'passed') {
      expect(unit.stored.equals(newImage(row))).toBe(true)
      expect(unit.version).toBe('2.0.1')
      if (deviceState === 'confirmed') expect(job?.bootedVersion.text).toBe('2.0.1')
      else
        expect(job?.steps.find(({ name }) => name === 'confirm')?.detail).toEqual({
          reason: 'profileCannotConfirm',
        })
    } else {
      for (const language of ['en', 'zh-CN'] as const) {
        const { title, remedy } = errorText(item.error ?? expect.fail('no reason'), language)
        expect(remedy).toMatch(/.{8,}/)
        expect(`${title} ${remedy}`).not.toMatch(/\{\w+\}/)
      }
      if (!touched) expect(unit.version).toBe('1.0.0')
    }
  })

  it('are told to the cloud where something was done, once each, and passed ones alone as a success', async () => {
    const touched = rows.filter(({ expected }) => expected.touched)
    await expect.poll(async () => (await bed.cloud.admin.listReports()).length).toBe(touched.length)
    const succeeded = (await bed.cloud.admin.listReports()).filter(({ result }) => result === 0)
    const idsOf = (wanted: readonly Row[]) =>
      wanted.map(({ name }) => outcomes.get(name)?.job?.device.deviceId ?? '').toSorted()
    expect(succeeded.map(({ device_id }) => device_id).toSorted()).toEqual(
      idsOf(rows.filter(({ expected }) => expected.state === 'passed')),
    )
    const logged = new Set((await bed.cloud.admin.listOtaLogs()).map(({ device_id }) => device_id))
    expect([...logged].toSorted()).toEqual(idsOf(touched))
  })

  it('keep passwords to themselves', async () => {
    const kept = await bed.kept()
    for (const secret of ['right-one', 'wrong-one']) expect(kept).not.toContain(secret)
  })
})
