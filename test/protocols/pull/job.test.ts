// Whole jobs on devices that fetch: how each ends, and what the record says the device was left with.
import { afterEach, expect, test } from 'vitest'
import type { JobOrder } from '../../../main/job/ports.ts'
import { runJob } from '../../../main/job/run-job.ts'
import type { PullFaults } from '../../../main/practice/lan/pull/pull-faults.ts'
import { PullUnit } from '../../../main/practice/lan/pull/pull-unit.ts'
import { profileSchema } from '../../../main/profiles/profile.ts'
import { pull } from '../../../main/protocols/pull/index.ts'
import { openLan } from '../../../main/transports/lan.ts'
import type { Job } from '../../../preload/contract/index.ts'
import { FakeSurroundings, order } from '../../job/fake-ports.ts'
import { device, largeImage, largeSlotBytes, newImage, oldFirmware, openHandOut } from './pull-bench.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const short = { startTimeoutMs: 300, stallTimeoutMs: 300, restartTimeoutMs: 1000 }

async function runOn(faults: Partial<PullFaults>, image = newImage, handsOut = true): Promise<Job> {
  const firmware = oldFirmware
  const unit = new PullUnit({ device, dialect: 'plain', firmware, slotBytes: largeSlotBytes, faults })
  await unit.start()
  const server = openHandOut()
  closing.push(() => unit.close(), server.close)
  const profile = profileSchema.parse({
    ...{
      profileId: 'plain',
      name: 'Plain',
      protocol: 'pull',
      model: 'PLAIN',
      versionWeights: [10_000, 100, 1],
    },
    ...{ confirmByProtocol: true, acceptUnproved: true },
    options: {
      ...short,
      version: { by: 'http', mac: { pointer: '/mac' }, deviceId: { pointer: '/deviceId' } },
    },
  })
  const { sizeBytes, md5, sha256 } = image
  const version = { number: 10_200, text: '1.2.0' }
  const local: JobOrder['local'] = { image, firmware: { version, sizeBytes, md5, sha256, url: null } }
  const ports = {
    ...new FakeSurroundings().ports,
    openLink: openLan({ ranges: () => ['127.0.0.0/8'] }),
    protocol: () => pull,
    ...(handsOut && { handOut: server.handOut }),
  }
  const slot = { slotId: 's1', name: 'Slot 1', address: unit.address }
  return runJob({ ...order, deviceId: null, slot, profile, local }, ports, new AbortController().signal)
}

test('passed: the device says its new version', async () => {
  expect(await runOn({})).toMatchObject({
    ...{ outcome: 'passed', deviceState: 'confirmed', error: null, notice: null },
    device: { deviceId: 'unit-7', mac: device.mac },
    fromVersion: { number: 10_000, text: '1.0.0' },
    bootedVersion: { number: 10_200, text: '1.2.0' },
  })
})

test.each<[string, Partial<PullFaults>, string, string, string]>([
  ['refuses', { refuses: 'no' }, 'OTA_REFUSED', 'flash', 'untouched'],
  ['never fetches', { neverFetches: true }, 'PULL_NOT_STARTED', 'flash', 'receiving'],
  ['stops midway', { stopsAfterBytes: 200_000 }, 'PULL_STOPPED', 'flash', 'incomplete'],
  ['starts its old firmware', { bootsOldFirmware: true }, 'VERSION_DIFFERS', 'confirm', 'written'],
  ['comes back elsewhere', { moves: true }, 'VERSION_UNSEEN', 'confirm', 'written'],
])('%s', async (_, faults, code, step, deviceState) => {
  const image = code === 'PULL_STOPPED' ? largeImage : newImage
  const job = await runOn(faults, image)
  expect(job).toMatchObject({ outcome: 'failed', deviceState, error: { code, step }, notice: null })
})

test('a station that hands out nothing: refused, and nothing was sent', async () => {
  const job = await runOn({ refuses: 'it was asked' }, newImage, false)
  expect(job).toMatchObject({
    outcome: 'refused',
    deviceState: 'untouched',
    error: { code: 'HANDOUT_UNSET' },
  })
})
