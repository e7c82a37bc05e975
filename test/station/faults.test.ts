// Every way a job can fail here ends with its own code, at its step, with a remedy in both languages; the cloud gets a
// failed result exactly when the device was touched.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { demoDevices, demoImage, demoProduct, demoVersions } from '../../main/practice/demo.ts'
import {
  type ErrorCode,
  errorText,
  FlashlineError,
  type Job,
  type StepName,
} from '../../preload/contract/index.ts'
import { type OneDevice, type OneDeviceOptions, openOneDevice } from './one-device.ts'

let open: OneDevice[] = []
afterEach(async () => {
  await Promise.all(open.map((one) => one.close()))
  open = []
})

async function oneDevice(options: OneDeviceOptions = {}): Promise<OneDevice> {
  const one = await openOneDevice(options)
  open.push(one)
  return one
}

const oldImage = Buffer.from(demoImage(demoVersions.from))
const newImage = Buffer.from(demoImage(demoVersions.to))
const deviceId = demoDevices[0]?.deviceId ?? ''
const stored = (one: OneDevice, image: Buffer) =>
  one.bench.unit(1).storage.subarray(0, image.length).equals(image)

interface Expected {
  readonly code: ErrorCode
  readonly step: StepName
  readonly outcome: Job['outcome']
  /** A failed result is owed exactly then. */
  readonly touched: boolean
}

/** The record, what the cloud has once everything is delivered, and the sentences for the person. */
async function expectFailure(one: OneDevice, job: Job, expected: Expected): Promise<void> {
  const { code, step, outcome, touched } = expected
  expect(job).toMatchObject({ outcome, touched, error: { code, step } })
  expect(await one.core.store.jobs.get(job.jobId)).toMatchObject({ outcome, error: { code, step } })
  for (const language of ['en', 'zh-CN'] as const) {
    const { title, remedy } = errorText(job.error ?? { code, context: {} }, language)
    expect(title).not.toBe('')
    expect(remedy).not.toBe('')
    expect(`${title}${remedy}`).not.toMatch(/[{}]/)
  }
  const { waiting } = await one.core.sender.drain({ timeoutMs: 10_000 })
  expect(waiting).toBe(0)
  const reports = await one.cloud.admin.listReports()
  expect(reports.map(({ result, device_id }) => ({ result, device_id }))).toEqual(
    touched ? [{ result: 1, device_id: deviceId }] : [],
  )
  expect(await one.cloud.admin.listOtaLogs()).toHaveLength(touched ? 1 : 0)
  expect((await one.cloud.admin.getTask('practice-upgrade'))?.upgradedCount).toBe(0)
}

const onPath =
  (part: string, answer: { status: number; body?: unknown }) =>
  ({ path }: { path: string }) =>
    path.includes(part) ? answer : null

describe('a whole job', () => {
  it('passes: bytes in the device, one ota-log, one report, one upgraded device', async () => {
    const one = await oneDevice()
    const job = await one.run()
    expect(job).toMatchObject({ outcome: 'passed', deviceState: 'confirmed', error: null })
    expect(job.bootedVersion).toEqual({ number: 20_001, text: '2.0.1' })
    expect(stored(one, newImage)).toBe(true)
    await one.core.sender.drain({ timeoutMs: 10_000 })
    expect(await one.cloud.admin.listOtaLogs()).toMatchObject([{ device_id: deviceId, status: 2 }])
    expect(await one.cloud.admin.listReports()).toMatchObject([
      { device_id: deviceId, result: 0, last_version: 10_000, current_version: 20_001, mod: 'PRACTICE' },
    ])
    expect((await one.cloud.admin.getTask('practice-upgrade'))?.upgradedCount).toBe(1)
    const asked = one.cloud.admin
      .requests()
      .map(({ method, path }) => `${method} ${path.split(/[0-9a-f]{7}/)[0]}`)
    expect(asked).toEqual([
      'POST /v2/upgrade/firmware/check/',
      // Whether it is a test: nothing was synced, and the check does not say.
      'GET /v2/upgrade/firmware/tasks/practice-upgrade',
      'GET /firmware/',
      'POST /v2/upgrade/ota-log',
      'POST /v2/upgrade/firmware/report/',
    ])
    const record = await one.core.store.jobs.get(job.jobId)
    expect(record.log.some(({ text }) => text.includes('APP version 2.0.1'))).toBe(true)
    expect(record.firmware).toMatchObject({
      sizeBytes: newImage.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
  })

  it('refuses a device that is up to date', async () => {
    const one = await oneDevice()
    await one.cloud.admin.setTaskStatus('practice-upgrade', 'stopped')
    await expectFailure(one, await one.run(), {
      code: 'TASK_NONE',
      step: 'check',
      outcome: 'refused',
      touched: false,
    })
    expect(stored(one, oldImage)).toBe(true)
  })
})

describe('before the device is touched', () => {
  const cases: [string, OneDeviceOptions, Expected][] = [
    [
      'wrong digest',
      { intercept: onPath('/firmware/', { status: 200, body: Buffer.alloc(newImage.length, 1) }) },
      { code: 'IMAGE_DIGEST', step: 'download', outcome: 'refused', touched: false },
    ],
    [
      'wrong size',
      { intercept: onPath('/firmware/', { status: 200, body: Buffer.from(newImage.subarray(0, 1000)) }) },
      { code: 'IMAGE_SIZE', step: 'download', outcome: 'refused', touched: false },
    ],
    [
      '404 for the file',
      { intercept: onPath('/firmware/', { status: 404 }) },
      { code: 'IMAGE_NOT_FOUND', step: 'download', outcome: 'refused', touched: false },
    ],
    [
      'cloud 500',
      { intercept: onPath('/check/', { status: 500 }) },
      { code: 'CLOUD_SERVER', step: 'check', outcome: 'refused', touched: false },
    ],
    [
      'no prompt',
      { board: { faults: { silent: true } } },
      { code: 'CONSOLE_NO_PROMPT', step: 'identify', outcome: 'failed', touched: false },
    ],
    [
      'image larger than the flash',
      { board: { storageBlocks: 511 } },
      { code: 'IMAGE_TOO_LARGE', step: 'download', outcome: 'refused', touched: false },
    ],
    [
      'receiver never asks for a block',
      { board: { faults: { deafReceiver: true } } },
      { code: 'RECEIVER_SILENT', step: 'flash', outcome: 'failed', touched: false },
    ],
  ]
  // The check path contains /firmware/ too: only the hand-out may be disturbed.
  for (const [name, options, expected] of cases)
    it(`${name}: ${expected.code}`, async () => {
      const intercept = options.intercept
      const one = await oneDevice({
        ...options,
        ...(intercept
          ? {
              intercept: (request) =>
                expected.step === 'download' && request.path.startsWith('/v2/') ? null : intercept(request),
            }
          : {}),
      })
      await expectFailure(one, await one.run(), expected)
      expect(stored(one, oldImage)).toBe(true)
    }, 60_000)

  it('short file: IMAGE_SHORT', async () => {
    // A server that ends every answer early, after the right headers.
    const server = createServer((_, response) => {
      response.writeHead(200, { 'Content-Length': newImage.length, Connection: 'close' })
      response.write(newImage.subarray(0, 1000), () => response.destroy())
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    const one = await oneDevice()
    const { from, to } = demoVersions
    await one.cloud.admin.addTask({
      taskId: 'practice-upgrade',
      productId: demoProduct.productId,
      fromVersion: from.number,
      toVersion: to.number,
      firmware: {
        urlPath: `http://127.0.0.1:${port}/f`,
        md5: '0'.repeat(32),
        sha256: '',
        sizeBytes: newImage.length,
      },
    })
    await expectFailure(one, await one.run(), {
      code: 'IMAGE_SHORT',
      step: 'download',
      outcome: 'refused',
      touched: false,
    })
    server.close()
  })

  it('cloud down: CLOUD_UNREACHABLE', async () => {
    const one = await oneDevice()
    await one.cloud.close()
    const job = await one.run()
    expect(job).toMatchObject({
      outcome: 'refused',
      touched: false,
      error: { code: 'CLOUD_UNREACHABLE', step: 'check' },
    })
    expect((await one.core.store.outbox.summary()).waiting).toBe(0)
    expect(stored(one, oldImage)).toBe(true)
  })

  it('gone before it was opened: LINK_NOT_FOUND', async () => {
    const one = await oneDevice()
    one.bench.unplug(1)
    await expectFailure(one, await one.run(), {
      code: 'LINK_NOT_FOUND',
      step: 'identify',
      outcome: 'failed',
      touched: false,
    })
  })
})

describe('after the device was touched', () => {
  const cases: [string, OneDeviceOptions, Expected, Job['deviceState']][] = [
    [
      'receiver cancels in the middle',
      { board: { faults: { cancelAfterBlocks: 20 } } },
      { code: 'RECEIVER_CANCELLED', step: 'flash', outcome: 'failed', touched: true },
      'receiving',
    ],
    [
      'cable gone in the middle',
      { board: { faults: { cutAfterReceivedBytes: 100_000 } } },
      { code: 'LINK_LOST', step: 'flash', outcome: 'failed', touched: true },
      'receiving',
    ],
    [
      'cable gone past the point of no return',
      { board: { faults: { cutAfterStoredBytes: 100_000 } } },
      { code: 'LINK_LOST', step: 'flash', outcome: 'failed', touched: true },
      'incomplete',
    ],
    [
      'storage refuses',
      { board: { faults: { storageFails: true } } },
      { code: 'STORAGE_WRITE', step: 'flash', outcome: 'failed', touched: true },
      'incomplete',
    ],
    [
      'device stores something else than it says',
      { board: { faults: { lies: true } } },
      { code: 'VERIFY_MISMATCH', step: 'verify', outcome: 'failed', touched: true },
      'written',
    ],
    [
      'another version after boot',
      { board: { faults: { bootsAs: '1.0.0' } } },
      { code: 'VERSION_DIFFERS', step: 'confirm', outcome: 'failed', touched: true },
      'verified',
    ],
  ]
  for (const [name, options, expected, deviceState] of cases)
    it(`${name}: ${expected.code}`, async () => {
      const one = await oneDevice(options)
      const job = await one.run()
      await expectFailure(one, job, expected)
      expect(job.deviceState).toBe(deviceState)
      // Before the point of no return the old firmware is whole.
      if (deviceState === 'receiving') expect(stored(one, oldImage)).toBe(true)
    }, 60_000)

  it('a flipped bit on the line costs a repetition, not the job', async () => {
    const one = await oneDevice({ board: { faults: { bitFlip: { at: 10, times: 2 } } } })
    const job = await one.run()
    expect(job.outcome).toBe('passed')
    expect(job.steps.find(({ name }) => name === 'flash')?.retries).toBe(2)
    expect(stored(one, newImage)).toBe(true)
  })

  it('a unit that was cut past the point of no return can be flashed again', async () => {
    const one = await oneDevice({ board: { faults: { cutAfterStoredBytes: 100_000 } } })
    expect((await one.run()).deviceState).toBe('incomplete')
    one.bench.replug(1)
    expect(await one.run()).toMatchObject({ outcome: 'passed', deviceState: 'confirmed' })
    expect(stored(one, newImage)).toBe(true)
  })

  it('cancelled while bytes cross the link: a failed result, and the old firmware is whole', async () => {
    const one = await oneDevice({ board: { bytesPerSecond: 100_000 } })
    const controller = new AbortController()
    one.core.hub.listen((event) => {
      if (event.type === 'progress' && event.step === 'flash' && event.doneBytes > 0)
        controller.abort(new FlashlineError('JOB_CANCELLED'))
    })
    const job = await one.run({}, controller.signal)
    await expectFailure(one, job, {
      code: 'JOB_CANCELLED',
      step: 'flash',
      outcome: 'cancelled',
      touched: true,
    })
    expect(stored(one, oldImage)).toBe(true)
  })
})

describe('results', () => {
  it('wait while the cloud fails and arrive exactly once when it is back', async () => {
    let isBroken = true
    const one = await oneDevice({
      intercept: ({ path }) => (isBroken && /ota-log|report/.test(path) ? { status: 500 } : null),
    })
    expect((await one.run()).outcome).toBe('passed')
    expect(await one.core.store.outbox.list({ limit: 10 })).toMatchObject([
      { kind: 'otaLog', state: 'waiting' },
      { kind: 'report', state: 'waiting' },
    ])
    expect(await one.cloud.admin.listReports()).toEqual([])
    isBroken = false
    expect(await one.core.sender.drain({ timeoutMs: 10_000 })).toMatchObject({ waiting: 0, dead: 0 })
    expect(await one.cloud.admin.listReports()).toHaveLength(1)
    expect(await one.cloud.admin.listOtaLogs()).toHaveLength(1)
  })
})
