import { describe, expect, it } from 'vitest'
import type { JobOrder } from '../../main/job/ports.ts'
import { runJob } from '../../main/job/run-job.ts'
import { profileSchema } from '../../main/profiles/profile.ts'
import { FlashlineError, type StepName } from '../../preload/contract/index.ts'
import { byCloud, FakeSurroundings, hang, image, order as normalOrder, task } from './fake-ports.ts'

/** The fake device says its version through the order: an identify script would need a console. */
const order = normalOrder

/** Without an identify dialogue the version is unknown, so the flow is driven with a local image unless said otherwise. */
const localOrder: JobOrder = {
  ...order,
  local: {
    image,
    firmware: {
      version: { number: 2, text: '2' },
      sizeBytes: image.sizeBytes,
      md5: image.md5,
      sha256: image.sha256,
      url: null,
    },
  },
}

/** A profile whose identify dialogue makes the fake device print its version. */
const versionOrder: JobOrder = {
  ...order,
  profile: profileSchema.parse({
    ...order.profile,
    identify: [{ expect: 'APP version (?<version>\\d+)', timeoutMs: 1000 }],
  }),
}

const codeOf = (error: unknown) => (error as FlashlineError).code

describe('runJob', () => {
  it('runs the steps in their order and writes the record before it says passed', async () => {
    const fake = new FakeSurroundings()
    const job = await runJob(localOrder, fake.ports, AbortSignal.timeout(5000))
    expect(job.steps.map(({ name, outcome }) => `${name} ${outcome}`)).toEqual([
      'identify passed',
      'check skipped',
      'download skipped',
      'flash passed',
      'verify passed',
      'confirm skipped',
      'report skipped',
    ])
    expect(job).toMatchObject({ outcome: 'passed', touched: true, deviceState: 'verified', error: null })
    expect(fake.saved.at(-1)?.job).toEqual(job)
    expect(fake.events.at(-1)).toEqual({ type: 'jobFinished', job })
    expect(fake.linkClosed).toBe(1)
  })

  it('has acceptance and the point of no return on disk before the protocol goes on', async () => {
    const fake = new FakeSurroundings()
    const states: string[] = []
    fake.target = {
      ...fake.target,
      write: async function* () {
        yield { kind: 'accepted' as const }
        states.push(fake.saved.at(-1)?.job.deviceState ?? '')
        yield { kind: 'pointOfNoReturn' as const }
        states.push(fake.saved.at(-1)?.job.deviceState ?? '')
      },
    }
    await runJob(localOrder, fake.ports, AbortSignal.timeout(5000))
    expect(states).toEqual(['receiving', 'incomplete'])
  })

  const hangs: Record<string, (fake: FakeSurroundings, entered: () => void) => void> = {
    identify: (fake, entered) => {
      fake.ports = { ...fake.ports, openLink: (_, { signal }) => hang(signal, entered) }
    },
    flash: (fake, entered) => {
      fake.target = {
        ...fake.target,
        write: async function* (_, signal) {
          yield { kind: 'accepted' as const }
          await hang(signal, entered)
        },
      }
    },
    verify: (fake, entered) => {
      fake.target = {
        ...fake.target,
        // biome-ignore lint/correctness/useYield: it hangs before its first event
        verify: async function* (_, signal) {
          await hang(signal, entered)
        },
      }
    },
    confirm: (fake, entered) => {
      let calls = 0
      fake.target = {
        ...fake.target,
        reset: async (signal) => {
          calls += 1
          if (calls === 1) await hang(signal, entered)
          else fake.calls.push('reset')
        },
      }
    },
  }
  for (const [step, arrange] of Object.entries(hangs))
    it(`is cancelled in ${step}, gives everything back and keeps its record`, async () => {
      const fake = new FakeSurroundings()
      const controller = new AbortController()
      arrange(fake, () => controller.abort(new FlashlineError('JOB_CANCELLED')))
      const job = await runJob(localOrder, fake.ports, controller.signal)
      expect(job).toMatchObject({ outcome: 'cancelled', error: { code: 'JOB_CANCELLED', step } })
      expect(job.steps.find(({ name }) => name === step)?.outcome).toBe('cancelled')
      expect(fake.linkClosed).toBe(step === 'identify' ? 0 : 1)
      expect(fake.calls.filter((call) => call === 'reset')).toHaveLength(step === 'identify' ? 0 : 1)
      expect(fake.saved.at(-1)?.job).toMatchObject({ outcome: 'cancelled' })
    })

  for (const step of ['check', 'download'] as StepName[])
    it(`is cancelled in ${step} before anything was written`, async () => {
      const fake = withVersion(new FakeSurroundings())
      const controller = new AbortController()
      const cancel = () => controller.abort(new FlashlineError('JOB_CANCELLED'))
      fake.ports = {
        ...fake.ports,
        ...(step === 'check'
          ? { checkTask: (_: unknown, signal: AbortSignal) => hang(signal, cancel) }
          : { fetchFirmware: (_: unknown, __: unknown, signal: AbortSignal) => hang(signal, cancel) }),
      }
      const job = await runJob(versionOrder, fake.ports, controller.signal)
      expect(job).toMatchObject({ outcome: 'cancelled', touched: false, error: { step } })
      expect(fake.messages).toEqual([])
      expect(fake.linkClosed).toBe(1)
    })

  it('owes the cloud an ota-log from acceptance on and one report at the end', async () => {
    const fake = withVersion(new FakeSurroundings())
    const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
    expect(job.outcome).toBe('passed')
    expect(fake.messages.map(({ kind, connectionId }) => [kind, connectionId])).toEqual([
      ['otaLog', 'c1'],
      ['report', 'c1'],
    ])
    expect(fake.messages[1]?.body).toMatchObject({
      deviceId: 'd1',
      taskId: 't1',
      fromVersion: 1,
      toVersion: 2,
      succeeded: true,
    })
    // The report and the outcome are one transaction.
    expect(
      fake.saved.find(({ messages }) => messages.some(({ kind }) => kind === 'report'))?.job.outcome,
    ).toBe('passed')
  })

  const refusals: [string, Partial<typeof task>][] = [
    ['TASK_STOPPED', { status: 'stopped' }],
    ['TASK_DIFFERS', { productId: 'other' }],
    ['TASK_DIFFERS', { fromVersion: 9 }],
    ['TASK_DIFFERS', { part: { type: 'mcu', identify: 0 } }],
    ['TASK_DIFFERS', { part: { type: 'wifi', identify: 1 } }],
    ['TASK_DIFFERS', { scope: { category: 'devices', deviceIds: ['d2'] } }],
  ]
  for (const [code, wrong] of refusals)
    it(`refuses with ${code} a task with ${JSON.stringify(wrong)} before the device is touched`, async () => {
      const fake = withVersion(new FakeSurroundings())
      fake.ports = { ...fake.ports, checkTask: async () => byCloud({ ...task, ...wrong }) }
      const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
      expect(job).toMatchObject({ outcome: 'refused', touched: false, error: { code, step: 'check' } })
      expect(fake.messages).toEqual([])
    })

  const saying = (pattern: string): JobOrder => ({
    ...versionOrder,
    profile: profileSchema.parse({ ...order.profile, identify: [{ expect: pattern, timeoutMs: 1000 }] }),
  })
  const unknown: [string, JobOrder, (fake: FakeSurroundings) => void, StepName][] = [
    [
      'DEVICE_DIFFERS',
      { ...saying('APP version (?<version>(?<deviceId>\\d+))'), deviceId: 'other' },
      () => {},
      'identify',
    ],
    ['DEVICE_UNKNOWN', { ...versionOrder, deviceId: null }, () => {}, 'check'],
    ['VERSION_UNKNOWN', saying('(?<version>APP) version'), () => {}, 'check'],
    ['PRODUCT_UNSET', { ...versionOrder, productId: null }, () => {}, 'check'],
    [
      'TASK_NONE',
      versionOrder,
      (fake) => (fake.ports = { ...fake.ports, checkTask: async () => byCloud(null) }),
      'check',
    ],
    ['CLOUD_UNSET', versionOrder, (fake) => (fake.ports = { ...fake.ports, checkTask: null }), 'check'],
  ]
  for (const [code, asked, arrange, step] of unknown)
    it(`refuses with ${code} in ${step}`, async () => {
      const fake = withVersion(new FakeSurroundings())
      arrange(fake)
      const job = await runJob(asked, fake.ports, AbortSignal.timeout(5000))
      expect(job).toMatchObject({ outcome: 'refused', touched: false, error: { code, step } })
      expect(fake.calls.filter((call) => call === 'reset')).toHaveLength(1)
      expect(fake.linkClosed).toBe(1)
    })

  it('refuses an image that is not what the task says, whoever delivered it', async () => {
    const fake = withVersion(new FakeSurroundings())
    fake.ports = { ...fake.ports, fetchFirmware: async () => ({ ...image, md5: '0'.repeat(32) }) }
    const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
    expect(job).toMatchObject({ outcome: 'refused', touched: false, error: { code: 'IMAGE_DIGEST' } })
  })

  it('does not accept a protocol that proves nothing unless the profile says so', async () => {
    const fake = new FakeSurroundings()
    fake.target = { ...fake.target, proof: 'none' }
    const job = await runJob(localOrder, fake.ports, AbortSignal.timeout(5000))
    expect(job).toMatchObject({ outcome: 'refused', error: { code: 'PROFILE_INVALID' } })
    const agreed = { ...localOrder, profile: { ...localOrder.profile, acceptUnproved: true } }
    const accepted = new FakeSurroundings()
    accepted.target = { ...accepted.target, proof: 'none' }
    expect(await runJob(agreed, accepted.ports, AbortSignal.timeout(5000))).toMatchObject({
      outcome: 'passed',
      deviceState: 'written',
    })
  })

  it('reports a failure after the device was touched, with the state it was left in', async () => {
    const fake = withVersion(new FakeSurroundings())
    fake.target = {
      ...fake.target,
      write: async function* () {
        yield { kind: 'accepted' as const }
        yield { kind: 'pointOfNoReturn' as const }
        throw new FlashlineError('LINK_LOST')
      },
    }
    const job = await runJob(versionOrder, fake.ports, AbortSignal.timeout(5000))
    expect(job).toMatchObject({
      outcome: 'failed',
      deviceState: 'incomplete',
      error: { code: 'LINK_LOST', step: 'flash' },
    })
    expect(fake.messages.at(-1)).toMatchObject({ kind: 'report', body: { succeeded: false } })
  })

  it('never says passed when the record cannot be written', async () => {
    const fake = new FakeSurroundings()
    fake.ports = {
      ...fake.ports,
      store: { ...fake.ports.store, save: async () => Promise.reject(new FlashlineError('STORE_FULL')) },
    }
    const failure = await runJob(localOrder, fake.ports, AbortSignal.timeout(5000)).catch((error) => error)
    expect(codeOf(failure)).toBe('STORE_FULL')
    expect(fake.events.some(({ type }) => type === 'jobFinished')).toBe(false)
    expect(fake.linkClosed).toBe(1)
  })
})

function withVersion(fake: FakeSurroundings): FakeSurroundings {
  const lines = [new TextEncoder().encode('APP version 1\r\n')]
  fake.link = { ...fake.link, read: async () => lines.shift() ?? new Uint8Array() }
  return fake
}
