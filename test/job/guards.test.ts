// Every guard of a job, before the first write: refused with its code, nothing asked of the device, and the record says why.
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { usualRules } from '../../main/job/guards.ts'
import type { JobOrder } from '../../main/job/ports.ts'
import { runJob } from '../../main/job/run-job.ts'
import { profileSchema } from '../../main/profiles/profile.ts'
import type { Image } from '../../main/protocols/protocol.ts'
import {
  type ErrorCode,
  FlashlineError,
  type Job,
  type OrderRules,
  type StepName,
  type Task,
} from '../../preload/contract/index.ts'
import { byCloud, FakeSurroundings, image, order, task } from './fake-ports.ts'

const workOrder = { orderId: 'o1', lot: 'L7', revision: 0 }
const run = (fake: FakeSurroundings, change: Partial<JobOrder> = {}, rules: Partial<OrderRules> = {}) =>
  runJob(
    { ...order, workOrder, ...change, rules: { ...usualRules, ...rules } },
    fake.ports,
    AbortSignal.timeout(5000),
  )

/** A device at version 1 of which every write is noted. */
function device(): FakeSurroundings {
  const fake = new FakeSurroundings()
  const { write } = fake.target
  fake.target = {
    ...fake.target,
    version: '1',
    write: (plan, signal) => {
      fake.calls.push('write')
      return write(plan, signal)
    },
  }
  return fake
}

function requireRefused(fake: FakeSurroundings, job: Job, code: ErrorCode, step: StepName): void {
  expect(job).toMatchObject({
    outcome: 'refused',
    touched: false,
    deviceState: 'untouched',
    error: { code, step },
  })
  expect(fake.saved.at(-1)?.job).toMatchObject({ outcome: 'refused', error: { code } })
  expect(fake.calls).not.toContain('write')
  expect(fake.messages).toEqual([])
  expect(fake.linkClosed).toBe(1)
}

const answering = (fake: FakeSurroundings, ...tasks: (Task | null)[]) => {
  let asked = 0
  fake.ports = {
    ...fake.ports,
    checkTask: async () => {
      asked += 1
      return byCloud(tasks[Math.min(asked, tasks.length) - 1] ?? null)
    },
  }
  return { asked: () => asked }
}

const imageOf = (bytes: Uint8Array): Image => {
  const digest = (algorithm: string) => createHash(algorithm).update(bytes).digest('hex')
  return { fileName: 'x', bytes, sizeBytes: bytes.length, md5: digest('md5'), sha256: digest('sha256') }
}

it('lets pass what nothing speaks against', async () => {
  const fake = device()
  expect(await run(fake)).toMatchObject({ outcome: 'passed' })
  expect(fake.calls).toContain('write')
})

describe('the task', () => {
  const test: Task = { ...task, tag: 'test' }
  const wrong: [string, Task | null, Partial<JobOrder>, ErrorCode][] = [
    ['of another product, with the same versions', { ...task, productId: 'p2' }, {}, 'TASK_DIFFERS'],
    ['of another part', { ...task, part: { type: 'mcu', identify: 0 } }, {}, 'TASK_DIFFERS'],
    ['of another place of the part', { ...task, part: { type: 'wifi', identify: 1 } }, {}, 'TASK_DIFFERS'],
    ['from another version', { ...task, fromVersion: 3, toVersion: 4 }, {}, 'TASK_DIFFERS'],
    ['for other devices', { ...task, scope: { category: 'devices', deviceIds: ['d2'] } }, {}, 'TASK_DIFFERS'],
    ['that the order does not name', task, { taskId: 't9' }, 'TASK_DIFFERS'],
    ['that is stopped', { ...task, status: 'stopped' }, {}, 'TASK_STOPPED'],
    ['that is a test', test, {}, 'TASK_TEST'],
    ['that goes back', { ...task, toVersion: 0 }, {}, 'DOWNGRADE'],
    ['that is not there', null, {}, 'TASK_NONE'],
  ]
  it.each(wrong)('%s is refused', async (_, answer, change, code) => {
    const fake = device()
    answering(fake, answer)
    requireRefused(fake, await run(fake, change), code, 'check')
  })

  it('that is a test runs where tests may, for the devices that it names and for no other', async () => {
    const named = device()
    answering(named, test)
    expect(await run(named, {}, { tag: 'test' })).toMatchObject({ outcome: 'passed' })
    const other = device()
    answering(other, { ...test, scope: { category: 'all', deviceIds: [] } })
    requireRefused(other, await run(other, {}, { tag: 'test' }), 'TASK_DIFFERS', 'check')
  })

  it('that does not say that it is a test is asked about, where no test may run', async () => {
    const untold = () => {
      const fake = device()
      fake.ports = { ...fake.ports, guards: { ...fake.ports.guards, isTest: async () => true } }
      return fake
    }
    const formal = untold()
    requireRefused(formal, await run(formal), 'TASK_TEST', 'check')
    expect(await run(untold(), {}, { tag: 'test' })).toMatchObject({ outcome: 'passed' })
    const unknown = device()
    const isTest = () => Promise.reject(new FlashlineError('CLOUD_TIMEOUT'))
    unknown.ports = { ...unknown.ports, guards: { ...unknown.ports.guards, isTest } }
    requireRefused(unknown, await run(unknown), 'CLOUD_TIMEOUT', 'check')
  })

  it('that goes back runs where the order allows it', async () => {
    const fake = device()
    answering(fake, { ...task, toVersion: 0 })
    expect(await run(fake, {}, { downgrade: 'allow' })).toMatchObject({ outcome: 'passed' })
  })
})

describe('the task, asked about again', () => {
  /** The download takes so long. */
  const slow = (fake: FakeSurroundings, ms: number) => {
    let nowMs = Date.UTC(2026, 0, 1)
    fake.ports = {
      ...fake.ports,
      now: () => new Date(nowMs),
      fetchFirmware: async () => {
        nowMs += ms
        return image
      },
    }
  }

  const changed: [string, Task | null, ErrorCode][] = [
    ['was stopped', { ...task, status: 'stopped' }, 'TASK_STOPPED'],
    ['is gone', null, 'TASK_STOPPED'],
    ['gave way to another', { ...task, taskId: 't2' }, 'TASK_STOPPED'],
    ['has another image', { ...task, image: { ...task.image, md5: '0'.repeat(32) } }, 'IMAGE_DIGEST'],
    ['has an image of another size', { ...task, image: { ...task.image, sizeBytes: 1 } }, 'IMAGE_SIZE'],
    ['goes to another version', { ...task, toVersion: 5 }, 'TASK_DIFFERS'],
    ['is for other devices', { ...task, scope: { category: 'devices', deviceIds: [] } }, 'TASK_DIFFERS'],
  ]
  it.each(changed)('%s during a long download: refused', async (_, answer, code) => {
    const fake = device()
    answering(fake, task, answer)
    slow(fake, 30_000)
    requireRefused(fake, await run(fake), code, 'download')
  })

  it('goes on when it still runs, and is not asked about while its answer is fresh', async () => {
    const [late, soon] = [device(), device()]
    slow(late, 30_000)
    const lateAnswers = answering(late, task)
    expect(await run(late)).toMatchObject({ outcome: 'passed' })
    expect(lateAnswers.asked()).toBe(2)
    slow(soon, 29_000)
    const soonAnswers = answering(soon, task)
    expect(await run(soon)).toMatchObject({ outcome: 'passed' })
    expect(soonAnswers.asked()).toBe(1)
  })

  it('is asked about again when the clock was set back, which tells no age', async () => {
    const fake = device()
    slow(fake, -60_000)
    const { asked } = answering(fake, task, null)
    requireRefused(fake, await run(fake), 'TASK_STOPPED', 'download')
    expect(asked()).toBe(2)
  })
})

describe('the image', () => {
  const fetched = (fake: FakeSurroundings, image: Image) => {
    fake.ports = { ...fake.ports, fetchFirmware: async () => image }
  }

  it('of another size or digest than the task says is refused, whatever its name', async () => {
    for (const [bytes, code] of [
      [new Uint8Array(5001).fill(7), 'IMAGE_SIZE'],
      [new Uint8Array(5000).fill(8), 'IMAGE_DIGEST'],
    ] as const) {
      const fake = device()
      fetched(fake, { ...imageOf(bytes), fileName: image.fileName })
      requireRefused(fake, await run(fake), code, 'download')
    }
  })

  it('that was broken in memory is refused, whatever digests it goes by', async () => {
    const fake = device()
    const bytes = new Uint8Array(image.bytes)
    bytes[100] = 8
    fetched(fake, { ...image, bytes })
    requireRefused(fake, await run(fake), 'IMAGE_DIGEST', 'download')
  })

  it("that is not the order's is refused, by the digest of the order or of the first one of the task", async () => {
    const named = device()
    const other = 'a'.repeat(64)
    requireRefused(named, await run(named, {}, { firmwareSha256: other }), 'ORDER_IMAGE', 'download')
    const pinned = device()
    pinned.ports = { ...pinned.ports, guards: { ...pinned.ports.guards, pinImage: async () => other } }
    requireRefused(pinned, await run(pinned), 'ORDER_IMAGE', 'download')
    // What the lead typed wins over what was first.
    expect(await run(pinned, {}, { firmwareSha256: image.sha256 })).toMatchObject({ outcome: 'passed' })
  })
})

describe('the unit', () => {
  const saying = (hardwareRevision: string) => {
    const fake = device()
    fake.link = { ...fake.link, read: async () => Buffer.from(`board revision ${hardwareRevision}\n`) }
    const identify = [{ expect: 'board revision (?<hardwareRevision>\\S+)', timeoutMs: 1000 }]
    return { fake, profile: profileSchema.parse({ ...order.profile, identify }) }
  }

  it('with another chip than the order is for is refused, though the profile would take it', async () => {
    const fake = device()
    requireRefused(fake, await run(fake, {}, { chips: ['esp32'] }), 'CHIP_DIFFERS', 'identify')
    expect(await run(device(), {}, { chips: ['esp32', 'fake'] })).toMatchObject({ outcome: 'passed' })
  })

  it('of another hardware revision is refused where it says one', async () => {
    const { fake, profile } = saying('B')
    requireRefused(
      fake,
      await run(fake, { profile }, { hardwareRevision: 'C' }),
      'HARDWARE_DIFFERS',
      'identify',
    )
    const same = saying('B')
    const job = await run(same.fake, { profile: same.profile }, { hardwareRevision: 'b' })
    expect(job).toMatchObject({ outcome: 'passed' })
    expect(job.steps[0]?.detail).toMatchObject({ hardwareRevision: 'B' })
    expect(await run(device(), {}, { hardwareRevision: 'C' })).toMatchObject({ outcome: 'passed' })
  })

  it('that has passed is refused, asked about or flashed once more, as the order says', async () => {
    const passedAt = '2026-01-01T08:00:00.000Z'
    const seen = () => {
      const fake = device()
      fake.ports = { ...fake.ports, guards: { ...fake.ports.guards, findPassed: async () => passedAt } }
      return fake
    }
    const [refuse, ask, again, allow] = [seen(), seen(), seen(), seen()]
    requireRefused(
      refuse,
      await run(refuse, { againBy: 'Ann' }, { repeat: 'refuse' }),
      'UNIT_REPEATED',
      'check',
    )
    requireRefused(ask, await run(ask, {}, { repeat: 'ask' }), 'UNIT_ASK', 'check')
    const job = await run(again, { againBy: 'Ann' }, { repeat: 'ask' })
    expect(job.outcome).toBe('passed')
    expect(job.steps[1]?.detail).toMatchObject({ againBy: 'Ann', passedAt })
    expect(again.calls.filter((call) => call.startsWith('repeat'))).toEqual(['repeat o1 j1 Ann'])
    expect(await run(allow, {}, { repeat: 'allow' })).toMatchObject({ outcome: 'passed' })
  })

  it('that is in work in another slot is refused there, by any of its names, until it is let go', async () => {
    const first = device()
    const { promise: isHeld, resolve } = Promise.withResolvers<void>()
    const { promise: goOn, resolve: letGo } = Promise.withResolvers<void>()
    first.ports = {
      ...first.ports,
      checkTask: async () => {
        resolve()
        await goOn
        return byCloud(task)
      },
    }
    const { guards } = first.ports
    const running = run(first)
    await isHeld
    const slot = { ...order.slot, name: 'Slot 2' }
    const second = device()
    second.ports = { ...second.ports, guards }
    const job = await run(second, { jobId: 'j2', slot })
    requireRefused(second, job, 'UNIT_TWICE', 'identify')
    expect(job.error?.context).toEqual({ slotName: 'Slot 1' })
    letGo()
    expect(await running).toMatchObject({ outcome: 'passed' })
    const third = device()
    third.ports = { ...third.ports, guards }
    expect(await run(third, { jobId: 'j3', slot })).toMatchObject({ outcome: 'passed' })
  })
})

describe('the work order', () => {
  const now = (fake: FakeSurroundings, change: object, from: number) => {
    let asked = 0
    fake.ports = {
      ...fake.ports,
      guards: {
        ...fake.ports.guards,
        orderNow: async () => {
          asked += 1
          return { name: 'Lot 7', revision: 0, isOver: false, ...(asked >= from ? change : {}) }
        },
      },
    }
  }

  it('that was edited or finished since the job began starts no write', async () => {
    for (const change of [{ revision: 1 }, { isOver: true }]) {
      const fake = device()
      now(fake, change, 1)
      requireRefused(fake, await run(fake), 'ORDER_CHANGED', 'download')
    }
  })

  it('is looked at once more right before the first byte', async () => {
    const fake = device()
    now(fake, { revision: 1 }, 2)
    requireRefused(fake, await run(fake), 'ORDER_CHANGED', 'flash')
  })
})

describe('a local image', () => {
  const local = {
    image,
    firmware: {
      ...{ sizeBytes: image.sizeBytes, md5: image.md5, sha256: image.sha256, url: null },
      version: { number: 0, text: '0' },
    },
  }

  it('goes back, or once more, only where that is allowed', async () => {
    const back = device()
    requireRefused(back, await run(back, { local }), 'DOWNGRADE', 'check')
    expect(await run(device(), { local }, { downgrade: 'allow' })).toMatchObject({ outcome: 'passed' })
    const twice = device()
    const findPassed = async () => '2026-01-01T08:00:00.000Z'
    twice.ports = { ...twice.ports, guards: { ...twice.ports.guards, findPassed } }
    requireRefused(
      twice,
      await run(twice, { local }, { downgrade: 'allow', repeat: 'refuse' }),
      'UNIT_REPEATED',
      'check',
    )
  })

  it('that was broken in memory is refused', async () => {
    const fake = device()
    const broken = { ...local, image: { ...image, sha256: 'a'.repeat(64) } }
    requireRefused(
      fake,
      await run(fake, { local: broken }, { downgrade: 'allow' }),
      'IMAGE_DIGEST',
      'download',
    )
  })
})
