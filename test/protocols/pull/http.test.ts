// Devices that are told over HTTP: they really fetch from the hand-out, store, restart and say the new version.

import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parseProfile } from '../../../main/profiles/load.ts'
import { protocols } from '../../../main/protocols/registry.ts'
import {
  benchOf,
  codeOf,
  device,
  failureOf,
  kinds,
  largeImage,
  newImage,
  oldFirmware,
  updateAll,
  verifyAll,
  writeAll,
} from './pull-bench.ts'

const version = { by: 'http', mac: { pointer: '/mac' }, deviceId: { pointer: '/deviceId' } }
const plain = { version }
const withDigest = {
  version,
  trigger: {
    by: 'http',
    requests: [{ method: 'POST', path: '/update', body: { url: '{url}', md5: '{md5}' } }],
  },
  follow: {
    by: 'http',
    path: '/progress',
    everyMs: 100,
    percent: { pointer: '/percent' },
    failed: '"failed"',
  },
  deviceChecksDigest: 'md5',
}

async function profileOptions(profileId: string): Promise<object> {
  const text = await readFile(
    new URL(`../../../resources/profiles/${profileId}.json`, import.meta.url),
    'utf8',
  )
  return parseProfile(profileId, text, (id) => protocols.get(id)?.options).options
}

test('an update from beginning to end', async () => {
  await using bench = await benchOf()
  const target = await bench.connect(plain)
  expect(target).toMatchObject({
    version: '1.0.0',
    proof: 'none',
    chip: { mac: device.mac, deviceId: 'unit-7' },
  })
  const plan = target.plan(newImage)
  const events = await writeAll(target, plan)
  expect(kinds(events)).toEqual(['accepted', 'pointOfNoReturn', 'progress'])
  expect(events.at(-1)).toEqual({ kind: 'progress', doneBytes: 300_001, totalBytes: 300_001 })
  await target.reset(new AbortController().signal)
  expect(await target.confirm?.(plan, new AbortController().signal)).toEqual({ version: '1.2.0' })
  expect(bench.unit.stored.equals(newImage.bytes)).toBe(true)
  expect(bench.unit.restarts).toBe(1)
  expect(bench.notices).toContain('restarting')
  expect(bench.notices.at(-1)).toBeNull()
  expect(bench.offers).toMatchObject([{ deviceIp: '127.0.0.1', host: '127.0.0.1', fileName: 'firmware.bin' }])
})

test('the URL is gone when the write is over, whatever came of it', async () => {
  await using bench = await benchOf({ faults: { stopsAfterBytes: 1000 } })
  const target = await bench.connect({ ...plain, trigger: { by: 'http' }, stallTimeoutMs: 200 })
  expect(await codeOf(writeAll(target, target.plan(largeImage)))).toBe('PULL_STOPPED')
  bench.unit.faults.stopsAfterBytes = null
  expect(await updateAll(await bench.connect(plain))).toBe('1.2.0')
  expect(bench.urls).toHaveLength(2)
  for (const url of bench.urls) {
    expect((await fetch(url)).status).toBe(404)
    expect(bench.lines.join('\n')).not.toContain(url)
  }
})

test('a device that fetches in pieces, and one that comes back for the rest', async () => {
  await using pieces = await benchOf({ pieceBytes: 32_768 })
  expect(await updateAll(await pieces.connect(plain))).toBe('1.2.0')
  await using broken = await benchOf({ faults: { breaksAfterBytes: 100_000 } })
  expect(await updateAll(await broken.connect(plain))).toBe('1.2.0')
  expect(broken.unit.stored.equals(newImage.bytes)).toBe(true)
})

test('a device that is given a digest and says that it was right has proved it', async () => {
  await using bench = await benchOf({ lingerMs: 400 })
  const target = await bench.connect(withDigest)
  expect(target.proof).toBe('deviceDigest')
  const plan = target.plan(newImage)
  await writeAll(target, plan)
  expect((await verifyAll(target, plan)).at(-1)).toEqual({
    ...{ kind: 'proved', by: 'deviceDigest', algorithm: 'md5', digest: newImage.md5 },
  })
})

describe('profiles', () => {
  test.each([
    ['shelly-gen1', 'gen1'],
    ['shelly-gen2', 'gen2'],
    ['tasmota-http', 'tasmota'],
  ] as const)('%s', async (profileId, dialect) => {
    await using bench = await benchOf({ dialect })
    const target = await bench.connect(await profileOptions(profileId))
    expect(target.version).toBe('1.0.0')
    expect(await updateAll(target)).toBe('1.2.0')
    expect(bench.unit.stored.equals(newImage.bytes)).toBe(true)
  })
})

describe('what goes wrong has its own name, and the device keeps what it had', () => {
  const cases: [string, Parameters<typeof benchOf>[0], object, string][] = [
    [
      'never fetches',
      { faults: { neverFetches: true } },
      { ...plain, startTimeoutMs: 200 },
      'PULL_NOT_STARTED',
    ],
    [
      'stops midway',
      { faults: { stopsAfterBytes: 100_000 } },
      { ...plain, stallTimeoutMs: 200 },
      'PULL_STOPPED',
    ],
    ['says no', { faults: { refuses: 'not for me' } }, plain, 'OTA_REFUSED'],
    ['wants a password', { password: 'secret' }, { trigger: { by: 'http' } }, 'OTA_PASSWORD'],
    ['finds a wrong digest', { faults: { lieAt: 70_000 } }, withDigest, 'OTA_REFUSED'],
    [
      'says at the end that it failed',
      { faults: { lieAt: 70_000, answersAtTheEnd: true } },
      plain,
      'OTA_REFUSED',
    ],
    [
      'answers too late',
      { faults: { lateMs: 500 } },
      { trigger: { by: 'http', answerTimeoutMs: 100 } },
      'OTA_SILENT',
    ],
    [
      'gives an answer that was not expected',
      {},
      { trigger: { by: 'http', requests: [{ path: '/update?url={url}', expect: '^yes$' }] } },
      'OTA_REPLY',
    ],
    [
      'gives an answer that means no',
      {},
      { trigger: { by: 'http', requests: [{ path: '/version', refuse: '1\\.0\\.0' }] } },
      'OTA_REFUSED',
    ],
  ]
  test.each(cases)('%s', async (_, unit, options, code) => {
    await using bench = await benchOf(unit)
    const target = await bench.connect(options)
    const image = code === 'PULL_STOPPED' ? largeImage : newImage
    expect(await codeOf(writeAll(target, target.plan(image)))).toBe(code)
    expect(bench.unit.stored.equals(oldFirmware)).toBe(true)
    expect(bench.unit.version).toBe('1.0.0')
    expect(bench.notices.at(-1)).toBeNull()
  })

  test('a slow device is no stopped one', async () => {
    await using bench = await benchOf({ faults: { bytesPerSecond: 300_000 } })
    expect(await updateAll(await bench.connect({ ...plain, stallTimeoutMs: 500 }))).toBe('1.2.0')
  })

  test('a device that answers late, but in time', async () => {
    await using bench = await benchOf({ faults: { lateMs: 100 } })
    expect(await updateAll(await bench.connect(plain))).toBe('1.2.0')
  })

  test('a device that answers only after the fetch', async () => {
    await using bench = await benchOf({ faults: { answersAtTheEnd: true } })
    expect(await updateAll(await bench.connect(plain))).toBe('1.2.0')
  })

  test('a device that starts its old firmware says so', async () => {
    await using bench = await benchOf({ faults: { bootsOldFirmware: true } })
    const target = await bench.connect({ ...plain, restartTimeoutMs: 1200 })
    expect(await updateAll(target)).toBe('1.0.0')
  })

  test('a device that comes back at another address is not found', async () => {
    await using bench = await benchOf({ faults: { moves: true } })
    const target = await bench.connect({ ...plain, restartTimeoutMs: 1000 })
    expect(await codeOf(updateAll(target))).toBe('VERSION_UNSEEN')
  })

  test('what does not fit is refused before anything is sent', async () => {
    await using bench = await benchOf()
    const target = await bench.connect({ ...plain, capacityBytes: 1000 })
    expect(() => target.plan(newImage)).toThrow(expect.objectContaining({ code: 'IMAGE_TOO_LARGE' }))
  })

  test('a station that hands out nothing', async () => {
    await using bench = await benchOf({ faults: { refuses: 'it was asked' } })
    const target = await bench.connect(plain, { handOut: null })
    expect(await codeOf(writeAll(target, target.plan(newImage)))).toBe('HANDOUT_UNSET')
  })

  test('a version that the device has to be told and nobody knows', async () => {
    await using bench = await benchOf({ faults: { refuses: 'it was asked' } })
    const requests = [{ path: '/update?url={url}&v={version}' }]
    const target = await bench.connect({ trigger: { by: 'http', requests } })
    const { version: _, ...nameless } = newImage
    expect(await codeOf(writeAll(target, target.plan(nameless)))).toBe('PROFILE_INVALID')
  })
})

test('the right password', async () => {
  await using bench = await benchOf({ password: 'secret' })
  const trigger = { by: 'http', auth: 'basic' }
  const target = await bench.connect(
    { trigger, version: { ...version, auth: 'basic' } },
    { password: 'secret' },
  )
  expect(await updateAll(target)).toBe('1.2.0')
})

test('a wrong password is told before anything is offered, and is not repeated', async () => {
  await using bench = await benchOf({ password: 'secret' })
  const error = await failureOf(
    bench.connect({ version: { ...version, auth: 'basic' } }, { password: 'wrong-one' }),
  )
  expect(error.code).toBe('OTA_PASSWORD')
  expect(JSON.stringify(error.context)).not.toContain('wrong-one')
  expect(bench.offers).toEqual([])
})

describe('cancelled', () => {
  test.each(['accepted', 'pointOfNoReturn', 'progress'])('at %s', async (kind) => {
    await using bench = await benchOf({ faults: { bytesPerSecond: 100_000 } })
    const target = await bench.connect(plain)
    const cancel = new AbortController()
    const reason = new Error('cancelled')
    const run = async () => {
      for await (const event of target.write(target.plan(newImage), cancel.signal))
        if (event.kind === kind) cancel.abort(reason)
    }
    await expect(run()).rejects.toBe(reason)
    expect(bench.unit.version).toBe('1.0.0')
  })
})

test('preflight asks and changes nothing', async () => {
  await using bench = await benchOf()
  await bench.preflight(plain)
  await bench.preflight({})
  expect(bench.offers).toEqual([])
  await bench.unit.close()
  expect(await codeOf(bench.preflight(plain))).toBe('LAN_UNREACHABLE')
  expect(await codeOf(bench.preflight({}))).toBe('LAN_UNREACHABLE')
})
