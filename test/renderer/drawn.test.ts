// Parts that only draw what they are given, as markup in both languages: a connection's test, the copies, the messages
// of a job, a step that was decided offline, a flash that the cloud watched, a rollout.
import { MantineProvider } from '@mantine/core'
import i18next from 'i18next'
import { type ComponentType, createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { initReactI18next } from 'react-i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  deliverySchema,
  type OutboxRow,
  type SyncState,
  settingsSchema,
} from '../../preload/contract/index.ts'
import { JobMessages } from '../../renderer/screens/job/job-messages.tsx'
import { JobSteps } from '../../renderer/screens/job/job-steps.tsx'
import { RolloutPanel } from '../../renderer/screens/lan/rollout-panel.tsx'
import { ConnectionChecks } from '../../renderer/screens/settings/connections/connection-checks.tsx'
import { SyncTable } from '../../renderer/screens/settings/products/sync-table.tsx'
import { en } from '../../renderer/text/en.ts'
import { zhCn } from '../../renderer/text/zh-cn.ts'
import { connections, rollout, step } from './fixtures.ts'

beforeAll(() =>
  i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    interpolation: { escapeValue: false },
  }),
)

/** The words, without the marks; one space between. */
async function words<Props extends object>(part: ComponentType<Props>, props: Props, language = 'en') {
  await i18next.changeLanguage(language)
  const within = { env: 'test', withCssVariables: false, withGlobalClasses: false } as const
  return renderToStaticMarkup(createElement(MantineProvider, within, createElement(part, props)))
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')
}

describe('a connection’s test', () => {
  const checks = [
    {
      call: 'login',
      outcome: 'works',
      error: null,
      durationMs: 182,
      facts: { skewMs: -4200, tasks: 1204, unread: 0, taskId: null, odd: 'x' },
    },
    {
      call: '9 ota-logs',
      outcome: 'failed',
      error: { code: 'CLOUD_TIMEOUT', context: { host: 'cloud.example' } },
      durationMs: 10_000,
      facts: {},
    },
    { call: '6 report', outcome: 'notTried', error: null, durationMs: 0, facts: { skewMs: null } },
  ] as const

  it('says call by call what works, why not, and what to do', async () => {
    const said = await words(ConnectionChecks, { checks })
    expect(said).toContain(
      'The clocks of station and cloud are 4.2 s apart. Sign in works 182 ms tasks: 1,204 · odd: x',
    )
    expect(said).toContain('9 ota-logs failed The cloud cloud.example did not answer in time. ')
    expect(said).toContain('6 report not tried')
  })

  it('calls clocks equal when their difference cannot be told, and says why calls were left out', async () => {
    const [login, , report] = checks
    const close = { ...login, facts: { skewMs: -1200 } }
    const said = await words(ConnectionChecks, { checks: [close] })
    expect(said).toContain('The clocks of station and cloud agree. Sign in works 182 ms')
    expect(said).not.toContain('Not tried')
    expect(await words(ConnectionChecks, { checks: [close, report] })).toMatch(/Not tried: .+ ask about\. $/)
  })

  it('speaks Chinese', async () => {
    const said = await words(ConnectionChecks, { checks }, 'zh-CN')
    expect(said).toContain('时钟相差 4.2秒。 登录 正常 182毫秒 升级任务：1,204 · odd：x')
    expect(said).toContain('9 ota-logs 失败 云端 cloud.example 响应超时。 ')
  })
})

describe('the copies on this station', () => {
  const settings = settingsSchema.parse({
    connections,
    products: [{ productId: 'p', name: 'Plug', tasks: 'plant', catalogue: 'rpc' }],
  })
  const nowMs = Date.parse('2026-03-01T08:30:00.000Z')
  const state: SyncState = {
    productId: 'p',
    what: 'tasks',
    connectionId: 'plant',
    syncedAt: '2026-03-01T08:25:00.000Z',
    items: 1204,
    vanished: 3,
    problems: [{ index: 0, id: null, field: 'name' }],
    error: null,
  }

  it('say what, from where, how old, how many', async () => {
    const said = await words(SyncTable, { states: [state], settings, nowMs })
    expect(said).toContain('Plug p Tasks Plant 5 minutes ago 1,204 3 1, show')
  })

  it('say why the last round failed, and keep what is there', async () => {
    const failed: SyncState = {
      ...state,
      what: 'catalogue',
      connectionId: 'gone',
      syncedAt: null,
      error: { code: 'CLOUD_BUSY', context: {} },
    }
    const said = await words(SyncTable, { states: [state, failed], settings, nowMs })
    expect(said).toContain('Firmware list gone never')
    expect(said).toContain('The last round failed. The cloud asks to wait: too many requests. ')
  })
})

describe('the messages of a job', () => {
  const row: OutboxRow = {
    outboxId: 1,
    jobId: 'job-1',
    deviceId: '1',
    connectionId: 'plant',
    kind: 'report',
    state: 'sent',
    attempts: 1,
    createdAt: '2026-03-01T08:00:00.000Z',
    nextAttemptAt: null,
    sentAt: '2026-03-01T08:00:01.000Z',
    delivery: 'acknowledged',
    lastError: null,
    origin: null,
    decision: null,
  }

  it('say for every way of arriving how that is known', async () => {
    const said = await Promise.all(
      deliverySchema.options.map((delivery) =>
        words(JobMessages, { messages: [{ ...row, delivery }], connections }),
      ),
    )
    expect(new Set(said).size).toBe(deliverySchema.options.length)
    expect(said[0]).toMatch(/Result · arrived · .* · via Plant The cloud acknowledged it\./)
    expect(said[1]).toContain('then found at the cloud')
  })

  it('say why one waits and that one was refused', async () => {
    const lost = { delivery: null, sentAt: null }
    const messages: OutboxRow[] = [
      {
        ...row,
        ...lost,
        state: 'waiting',
        attempts: 4,
        nextAttemptAt: '2026-03-01T08:05:00.000Z',
        lastError: { code: 'CLOUD_TIMEOUT', context: {} },
      },
      { ...row, ...lost, outboxId: 2, kind: 'otaLog', state: 'dead', connectionId: null },
    ]
    const said = await words(JobMessages, { messages, connections })
    expect(said).toMatch(
      /Result · waiting · via Plant · next try at .* · 4 tries The cloud did not answer in time\. /,
    )
    expect(said).toContain('OTA log · refused for good')
    expect(await words(JobMessages, { messages: [], connections })).toContain('Nothing had to be reported.')
  })
})

describe('a check without its cloud', () => {
  it('says of when its tasks were', async () => {
    const at = '2026-03-01T08:00:00.000Z'
    const check = (detail: object) => ({ steps: [step('check', { detail: { ...detail } })], ended: true })
    expect(await words(JobSteps, check({ source: 'offline', syncedAt: at }))).toMatch(
      /decided offline, from the tasks synced at \S/,
    )
    expect(
      await words(JobSteps, check({ source: 'offline', syncedAt: at, cause: 'CLOUD_TIMEOUT' })),
    ).toContain('The cloud did not answer in time')
    expect(await words(JobSteps, check({ source: 'offline' }))).toContain(
      'decided offline, from synced tasks',
    )
    expect(await words(JobSteps, check({}))).not.toContain('offline')
  })
})

describe('a flash that the cloud watched', () => {
  const flash = (detail: Record<string, string | null>) => ({
    steps: [step('flash', { detail })],
    ended: true,
  })

  it('says who told its progress, and what the cloud said in the end', async () => {
    const said = await words(
      JobSteps,
      flash({ progressFrom: 'both', cloudSaid: 'succeeded', cloudVersion: '2.0.1' }),
    )
    expect(said).toContain('Progress told by the device, then by the cloud')
    expect(said).toContain('The cloud called it succeeded')
    expect(said).toContain('Version at the cloud: 2.0.1')
  })

  it('names the reason why the cloud could not be asked, and says nothing where no cloud was', async () => {
    expect(await words(JobSteps, flash({ progressFrom: 'both', cloudSaid: 'CLOUD_TIMEOUT' }))).toContain(
      'The cloud could not be asked: The cloud did not answer in time',
    )
    expect(await words(JobSteps, flash({ cloudVersion: null }))).not.toContain('cloud')
  })

  it('confirms by the cloud only where the record says so', async () => {
    const confirm = (detail: Record<string, string>) => ({
      steps: [step('confirm', { detail })],
      ended: true,
    })
    expect(await words(JobSteps, confirm({ by: 'cloud' }), 'zh-CN')).toContain('由云端报告新版本')
    expect(await words(JobSteps, confirm({ by: 'deviceDigest' }), 'zh-CN')).not.toContain('云端')
  })
})

describe('a rollout', () => {
  const shown = (part: Parameters<typeof rollout>[1], states: Parameters<typeof rollout>[0] = ['running']) =>
    words(RolloutPanel, { rollout: rollout(states, part) })

  it('says in words which part is under way, or why it is not', async () => {
    expect(await shown({ stage: 'first' })).toContain('Updating the first 2')
    expect(await shown({})).toContain('Updating the rest')
    expect(await shown({ state: 'paused' })).toContain('Paused')
    const over = { endedAt: '2026-03-01T08:02:30.000Z' }
    expect(await shown({ ...over, state: 'stopped', stoppedBy: 'failures' })).toContain('too many failed')
    expect(await shown({ ...over, state: 'stopped', stoppedBy: 'station' })).toContain(
      'the station was closed',
    )
    expect(await shown({ ...over, state: 'ended', retryOf: 'r' }, ['passed'])).toMatch(
      /All passed .* Took 2 min 30 s · 1 device · another try/,
    )
    expect(await shown({ ...over, state: 'ended' }, ['passed', 'failed', 'skipped'])).toMatch(
      /Ended, not all passed .* 1 passed 1 failed 1 skipped /,
    )
  })

  it('says at each device what failed and what to do', async () => {
    const failing = rollout(['failed'])
    const items = failing.items.map((item) => ({
      ...item,
      error: { code: 'OTA_PASSWORD', context: {} } as const,
    }))
    const said = await words(RolloutPanel, { rollout: { ...failing, items } })
    expect(said).toMatch(/FAIL plug-0 eth0 The device refused the password\. Nothing was written\./)
  })
})
