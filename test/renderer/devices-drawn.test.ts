// The unit's upgrade and the ranked failures, as markup in both languages.
import { MantineProvider } from '@mantine/core'
import i18next from 'i18next'
import { type ComponentType, createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { initReactI18next } from 'react-i18next'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Statistics, UnitStory, UpgradeProgress } from '../../preload/contract/index.ts'
import { UnitProgress } from '../../renderer/screens/devices/unit-progress.tsx'
import { UnitTimeline } from '../../renderer/screens/devices/unit-timeline.tsx'
import { FixFirst } from '../../renderer/screens/statistics/fix-first.tsx'
import { en } from '../../renderer/text/en.ts'
import { zhCn } from '../../renderer/text/zh-cn.ts'
import { job } from './fixtures.ts'

beforeAll(() =>
  i18next.use(initReactI18next).init({
    lng: 'en',
    resources: { en: { translation: en }, 'zh-CN': { translation: zhCn } },
    interpolation: { escapeValue: false },
  }),
)

async function drawn<Props extends object>(part: ComponentType<Props>, props: Props, language = 'en') {
  await i18next.changeLanguage(language)
  const within = { env: 'test', withCssVariables: false, withGlobalClasses: false } as const
  return renderToStaticMarkup(createElement(MantineProvider, within, createElement(part, props)))
}

const upgrade: UpgradeProgress = {
  deviceId: 'd1',
  module: 'default',
  currentVersion: '1.0.0',
  firmwareVersion: '2.0.1',
  state: 'upgrading',
  percent: 40,
  failure: null,
  stalled: true,
  needsConfirmation: true,
  description: 'half way',
}

describe('the upgrade of a unit', () => {
  const say = (progress: UnitStory['progress'], language?: string) =>
    drawn(UnitProgress, { progress, isLive: true }, language)
  const answered = (value: UpgradeProgress | null) =>
    ({ state: 'answered', connectionId: 'app', value }) as const

  it('says how far it is, and why it may seem to stand still', async () => {
    const html = await say(answered(upgrade))
    for (const words of [
      'Upgrading',
      '40%',
      '1.0.0 to 2.0.1',
      'may still succeed',
      'has to confirm',
      'half way',
      'app',
    ])
      expect(html).toContain(words)
    expect(html).toContain('aria-valuenow="40"')
    expect(await say(answered(upgrade), 'zh-CN')).toContain('正在升级')
  })

  it('says why it failed, that none is known, and that none can be asked', async () => {
    const failed = answered({ ...upgrade, state: 'failed', percent: null, failure: 'download' })
    expect(await say(failed)).toContain('could not download')
    expect(await say(failed)).not.toContain('aria-valuenow')
    expect(await say(answered(null))).toContain('No upgrade of this device')
    expect(await say({ state: 'unset' })).toContain('No connection')
    const error = { code: 'CLOUD_SIGNATURE', context: {} } as const
    expect(await say({ state: 'failed', connectionId: 'app', error })).toContain(
      'data-code="CLOUD_SIGNATURE"',
    )
  })
})

describe('the timeline of a unit', () => {
  it('keeps the jobs when the cloud failed, and says where each entry is from', async () => {
    const error = { code: 'CLOUD_UNREACHABLE', context: {} } as const
    const otaLogs = { state: 'failed', connectionId: 'plant', error } as const
    const html = await drawn(UnitTimeline, { jobs: [job(1)], otaLogs })
    expect(html).toContain('data-code="CLOUD_UNREACHABLE"')
    expect(html).toContain('The cloud plant could not be asked')
    expect(html).toContain('timeline-job-job-1')
    expect(html).toMatch(/Here.*on Slot 1/)
  })
})

describe('what to fix first', () => {
  const slots: Statistics['slots'] = [
    {
      slotId: 'usb:1',
      name: '3',
      jobs: 9,
      failed: 4,
      retriesPerJob: 0,
      bytesPerSecond: null,
      speedRatio: null,
      hint: null,
    },
  ]
  const query = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-02T00:00:00.000Z', lot: 'L1' }

  it('names the cost, the place, the remedy and the way to its jobs', async () => {
    const failures: Statistics['failures'] = [
      {
        code: 'LINK_LOST',
        step: 'flash',
        jobs: 4,
        units: 1,
        lostMs: 90_000,
        mostlySlot: 'usb:1',
        mostlyVersion: 20_001,
      },
    ]
    const html = await drawn(FixFirst, { statistics: { failures, slots }, query })
    for (const words of [
      '1 unit<',
      '4 jobs',
      '1 min 30 s lost',
      'Mostly Slot 3',
      'Mostly version 20001',
      'Flash',
    ])
      expect(html).toContain(words)
    expect(html).toContain('error=LINK_LOST')
    expect(html).toContain('lot=L1')
    expect(await drawn(FixFirst, { statistics: { failures, slots }, query }, 'zh-CN')).toContain('多在工位 3')
  })

  it('says so when nothing failed', async () => {
    expect(await drawn(FixFirst, { statistics: { failures: [], slots }, query })).toContain('Nothing failed')
  })
})
