// The checks together: each has its deadline, and one that fails, hangs or babbles stops none of the others.
import { expect, it, vi } from 'vitest'
import { type Check, examine } from '../../../main/station/doctor/examine.ts'
import { line } from '../../../main/station/doctor/line.ts'
import { checkNativeModules } from '../../../main/station/doctor/native-modules.ts'
import { judgeSystem } from '../../../main/station/doctor/system.ts'
import { doctorReportSchema, FlashlineError } from '../../../preload/contract/index.ts'

const never = new AbortController().signal
const options = { now: () => new Date('2026-03-04T05:06:07.000Z'), shown: (text: string) => text }
const fine: Check = { id: 'settings', deadlineMs: 60_000, run: async () => [line('settingsFine')] }

it('tells what did not end and what failed, beside what went well, in the order of the table', async () => {
  vi.useFakeTimers()
  try {
    let stopped: AbortSignal | null = null
    const hangs: Check = {
      id: 'connections',
      deadlineMs: 30_000,
      run: (signal) => {
        stopped = signal
        return new Promise(() => {})
      },
    }
    const fails: Check = {
      id: 'native',
      deadlineMs: 1000,
      run: () => Promise.reject(new FlashlineError('STORE_FULL', { reason: 'ENOSPC' })),
    }
    const asked = examine([hangs, fine, fails], options, never)
    await vi.advanceTimersByTimeAsync(30_000)
    const report = doctorReportSchema.parse(await asked)
    expect(report).toEqual({
      at: '2026-03-04T05:06:07.000Z',
      verdict: 'warn',
      lines: [
        {
          check: 'native',
          verdict: 'warn',
          finding: 'checkBroken',
          facts: {},
          error: { code: 'STORE_FULL', context: { reason: 'ENOSPC' } },
        },
        { check: 'settings', verdict: 'pass', finding: 'settingsFine', facts: {}, error: null },
        { check: 'connections', verdict: 'warn', finding: 'checkLate', facts: { seconds: 30 }, error: null },
      ],
    })
    expect(stopped).toHaveProperty('aborted', true)
  } finally {
    vi.useRealTimers()
  }
})

it('asks what holds up the process after everything else', async () => {
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const blocks: Check = {
    ...fine,
    id: 'database',
    blocks: true,
    run: async () => {
      order.push('database')
      return []
    },
  }
  const slow: Check = {
    ...fine,
    run: async () => {
      await gate.promise
      order.push('settings')
      return []
    },
  }
  const asked = examine([blocks, slow], options, never)
  gate.resolve()
  expect(await asked).toMatchObject({ verdict: 'pass', lines: [] })
  expect(order).toEqual(['settings', 'database'])
})

it('ends at once when it is called off', async () => {
  const controller = new AbortController()
  const hangs: Check = { ...fine, run: () => new Promise(() => {}) }
  const asked = examine([hangs], options, controller.signal)
  controller.abort(new FlashlineError('JOB_CANCELLED'))
  await expect(asked).rejects.toMatchObject({ code: 'JOB_CANCELLED' })
})

it('takes secrets out of facts and errors', async () => {
  const check: Check = {
    ...fine,
    run: async () => [
      line(
        'connectionFailed',
        { host: 'a s3cret b', calls: 3 },
        new FlashlineError('CLOUD_TOKEN', { said: 's3cret' }),
      ),
    ],
  }
  const shown = (text: string) => text.replaceAll('s3cret', '***')
  expect((await examine([check], { ...options, shown }, never)).lines).toMatchObject([
    { facts: { host: 'a *** b', calls: 3 }, error: { context: { said: '***' } } },
  ])
})

it('loads the native parts of this program, and names the one that does not load with its reason', async () => {
  expect(await checkNativeModules()).toMatchObject([
    { finding: 'nativeLoaded', facts: { modules: 'better-sqlite3, serialport, @napi-rs/keyring' } },
  ])
  const reason = "Cannot find module './missing.node'"
  const modules = {
    good: async () => undefined,
    wrapped: () => Promise.reject(new FlashlineError('STORE_BROKEN', {}, { cause: new Error(reason) })),
    absent: () => import(String('./no-such-module.ts')),
  }
  expect(await checkNativeModules(modules)).toMatchObject([
    { finding: 'nativeLoaded', facts: { modules: 'good' } },
    { finding: 'nativeBroken', facts: { module: 'wrapped', reason } },
    { finding: 'nativeBroken', facts: { module: 'absent' } },
  ])
})

it.each([
  ['linux', 'x64', 'systemKnown', 'Linux'],
  ['darwin', 'arm64', 'systemKnown', 'macOS'],
  ['win32', 'ia32', 'systemUnknown', 'Windows'],
  ['freebsd', 'x64', 'systemUnknown', 'freebsd'],
] as const)('%s on %s is %s', (platform, arch, finding, system) => {
  const versions = { node: '24.1.0', electron: '45.0.0' }
  expect(judgeSystem({ platform, arch, release: '1', versions }, '9.9.9')).toMatchObject({
    finding,
    facts: { flashline: '9.9.9', system, arch, node: '24.1.0', electron: '45.0.0' },
  })
})
