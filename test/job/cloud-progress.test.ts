// Jobs whose progress the cloud tells, alone or beside the protocol: what is shown, what ends them, what proves them.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { cloudDeadlineMs } from '../../main/job/cloud-progress.ts'
import { runJob } from '../../main/job/run-job.ts'
import { profileSchema } from '../../main/profiles/profile.ts'
import { FlashlineError, type UpgradeProgress } from '../../preload/contract/index.ts'
import { byCloud, FakeSurroundings, hang, order, task } from './fake-ports.ts'

const says = (part: Partial<UpgradeProgress>): UpgradeProgress => ({
  deviceId: 'd1',
  module: '',
  currentVersion: '1',
  firmwareVersion: '2',
  state: 'upgrading',
  percent: 0,
  failure: null,
  stalled: false,
  needsConfirmation: false,
  description: '',
  ...part,
})

/** A cloud that tells these answers, and after them nothing more. */
function bench(
  answers: readonly (UpgradeProgress | FlashlineError)[],
  before: UpgradeProgress | null = null,
) {
  const fake = new FakeSurroundings()
  const lines = [new TextEncoder().encode('APP version 1\r\n')]
  const ignored: (UpgradeProgress | null)[] = []
  fake.link = { ...fake.link, read: async () => lines.shift() ?? new Uint8Array() }
  fake.target = { ...fake.target, proof: 'none' }
  fake.ports = {
    ...fake.ports,
    checkTask: async () => byCloud(task),
    cloudProgress: {
      now: async () => before,
      async *follow(_deviceId, earlier, signal) {
        ignored.push(earlier)
        for (const answer of answers) {
          if (answer instanceof FlashlineError) throw answer
          yield answer
        }
        if (answers.at(-1) instanceof FlashlineError) return
        await hang(signal)
      },
    },
  }
  const run = (progressFrom: 'cloud' | 'both', signal = AbortSignal.timeout(5000)) =>
    runJob(
      {
        ...order,
        profile: profileSchema.parse({
          ...order.profile,
          identify: [{ expect: 'APP version (?<version>\\d+)', timeoutMs: 1000 }],
          acceptUnproved: true,
          progressFrom,
        }),
      },
      fake.ports,
      signal,
    )
  return { fake, run, ignored }
}

afterEach(() => {
  vi.useRealTimers()
})

describe('a job that its cloud follows', () => {
  it('shows percent of the cloud, and passes when the cloud says the version', async () => {
    const { fake, run } = bench([says({ percent: 40 }), says({ state: 'succeeded', percent: 100 })])
    const job = await run('cloud')
    expect(job).toMatchObject({
      outcome: 'passed',
      deviceState: 'confirmed',
      bootedVersion: { number: 2, text: '2' },
    })
    const progress = fake.events.filter((event) => event.type === 'progress' && event.step === 'flash')
    expect(progress.filter((event) => 'source' in event && event.source === 'cloud').at(-1)).toMatchObject({
      doneBytes: 100,
      totalBytes: 100,
    })
    expect(job.steps.find(({ name }) => name === 'flash')?.detail).toMatchObject({
      progressFrom: 'cloud',
      cloudSaid: 'succeeded',
    })
    expect(job.steps.find(({ name }) => name === 'confirm')).toMatchObject({
      outcome: 'passed',
      detail: { by: 'cloud' },
    })
  })

  it('fails by name when the cloud says that it failed, whatever the protocol is doing', async () => {
    const { fake, run } = bench([says({ state: 'failed', percent: null, failure: 'verification' })])
    fake.target = {
      ...fake.target,
      write: async function* (_plan, signal) {
        yield { kind: 'accepted' as const }
        await hang(signal)
      },
    }
    const job = await run('both')
    expect(job).toMatchObject({
      outcome: 'failed',
      error: { code: 'UPGRADE_FAILED', step: 'flash', context: { failure: 'verification' } },
    })
  })

  it('ends as stalled by the ten minutes of the cloud', async () => {
    const { run } = bench([says({ percent: 10 }), says({ percent: 10, stalled: true })])
    expect(await run('cloud')).toMatchObject({ outcome: 'failed', error: { code: 'UPGRADE_STALLED' } })
  })

  it('does not take an upgrade for stalled that was called so before it began', async () => {
    const { run } = bench(
      [says({ percent: 10, stalled: true }), says({ state: 'succeeded', percent: 100, stalled: true })],
      says({ state: 'waiting', stalled: true }),
    )
    expect(await run('cloud')).toMatchObject({ outcome: 'passed' })
  })

  it('ends as stalled when ten minutes have passed since the device took the instruction', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { fake, run } = bench([])
    const accepted = Promise.withResolvers<void>()
    const { store } = fake.ports
    fake.ports = {
      ...fake.ports,
      store: {
        ...store,
        async save(job, log, messages) {
          await store.save(job, log, messages)
          if (messages.some(({ kind }) => kind === 'otaLog')) accepted.resolve()
        },
      },
    }
    const running = run('cloud', new AbortController().signal)
    await accepted.promise
    await vi.advanceTimersByTimeAsync(cloudDeadlineMs)
    expect(await running).toMatchObject({
      outcome: 'failed',
      error: { code: 'UPGRADE_STALLED', context: { deadlineMs: cloudDeadlineMs } },
    })
  })

  it('knows the end of an earlier upgrade from that of this one', async () => {
    const earlier = says({ state: 'succeeded', percent: 100 })
    const { ignored, run } = bench([says({ state: 'succeeded', percent: 100, currentVersion: '2' })], earlier)
    await run('cloud')
    expect(ignored).toEqual([earlier])
  })

  it('needs a cloud where the profile says so, and does without where it may', async () => {
    const alone = bench([])
    const { cloudProgress: _, ...without } = alone.fake.ports
    alone.fake.ports = without
    expect(await alone.run('cloud')).toMatchObject({
      outcome: 'refused',
      touched: false,
      error: { code: 'CONNECTION_LACKS' },
    })
    const both = bench([])
    const { cloudProgress: __, ...ports } = both.fake.ports
    both.fake.ports = ports
    const job = await both.run('both')
    expect(job.outcome).toBe('passed')
    expect(job.steps.find(({ name }) => name === 'flash')?.detail.progressFrom).toBe('protocol')
  })

  it('goes on without a cloud that cannot be asked any more, where the protocol tells, too', async () => {
    const { run } = bench([new FlashlineError('CLOUD_TOKEN')])
    const job = await run('both')
    expect(job.outcome).toBe('passed')
    expect(job.steps.find(({ name }) => name === 'flash')?.detail.cloudSaid).toBe('CLOUD_TOKEN')
  })

  it('ends at once when it is cancelled', async () => {
    const { run } = bench([says({ percent: 10 })])
    const cancel = new AbortController()
    const running = run('cloud', cancel.signal)
    cancel.abort(new FlashlineError('JOB_CANCELLED'))
    expect(await running).toMatchObject({ outcome: 'cancelled' })
  })
})
