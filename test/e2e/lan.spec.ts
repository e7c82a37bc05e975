// The LAN in a real browser: devices that were discovered, twenty of them pushed in a staged order, paused and resumed, the
// two that failed tried again alone; and the settings of the LAN.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { cloudRowsOf, recordsOf, versionOf } from './lan-facts.ts'
import { watchProblems } from './page-problems.ts'
import { pictureInBothLooks, toBenchDisplay } from './pictures.ts'
import { SettingsPage } from './settings-page.ts'
import { startPracticeStation, startStation } from './station-process.ts'

const rows = (page: Page) => page.locator('[data-testid^="lan-row-"][data-present="true"]')
const boxes = (page: Page) => page.locator('[data-testid^="lan-select-"]:not([data-testid="lan-select-all"])')
const count = (page: Page, group: string) => page.getByTestId(`rollout-count-${group}`).first().locator('b')
const items = (page: Page, state: string) =>
  page.getByTestId('rollout-panel').first().locator(`[data-testid^="rollout-item-"][data-state="${state}"]`)

test('pushes twenty discovered devices in a staged order, and those that failed alone', async ({ page }) => {
  test.setTimeout(240_000)
  const station = await startPracticeStation('lan')
  try {
    const problems = watchProblems(page)
    await toBenchDisplay(page)
    await page.goto(station.url)
    await page.getByTestId('nav-lan').click()
    await expect(rows(page)).toHaveCount(24, { timeout: 30_000 })
    await pictureInBothLooks(page, 'discovered')

    await test.step('selects twenty of them', async () => {
      // From the last name to the first: all but the four that say no version.
      await page.getByTestId('lan-sort-name').click()
      await boxes(page).first().click()
      await boxes(page)
        .nth(19)
        .click({ modifiers: ['Shift'] })
      await expect(page.getByTestId('lan-selected-count')).toContainText('20')
    })

    await test.step('two first, then four at a time', async () => {
      await page.getByTestId('lan-push').click()
      await page.getByTestId('plan-first').fill('2')
      await page.getByTestId('plan-max-failed').fill('3')
      await page.getByTestId('plan-limit-ap').fill('4')
      await pictureInBothLooks(page, 'plan')
      await page.getByTestId('rollout-start').click()
      await expect(items(page, 'running')).toHaveCount(2)
      await expect(count(page, 'waiting')).toHaveText('18')
      await expect(items(page, 'passed')).toHaveCount(2, { timeout: 30_000 })
      await expect(items(page, 'running')).toHaveCount(4)
    })

    await test.step('pauses: what runs goes on, nothing new starts', async () => {
      await page.getByTestId('rollout-pause').click()
      await expect(page.getByTestId('rollout-panel').first()).toHaveAttribute('data-state', 'paused')
      await pictureInBothLooks(page, 'paused')
      await expect(count(page, 'running')).toHaveText('0', { timeout: 30_000 })
      const left = Number(await count(page, 'waiting').textContent())
      expect(left).toBeGreaterThan(0)
      expect(await recordsOf(station, page.request)).toHaveLength(20 - left)
      await page.getByTestId('rollout-resume').click()
      await expect(items(page, 'running')).toHaveCount(Math.min(left, 4))
    })

    await test.step('two fail and say why, the rest pass', async () => {
      await expect(count(page, 'passed')).toHaveText('18', { timeout: 90_000 })
      await expect(count(page, 'failed')).toHaveText('2')
      await expect(items(page, 'failed').filter({ hasText: 'broke off the transfer' })).toHaveCount(1)
      await pictureInBothLooks(page, 'two-failed')
      const failed = (await recordsOf(station, page.request)).filter(({ outcome }) => outcome === 'failed')
      expect(failed.map(({ error }) => error?.code).toSorted()).toEqual(['OTA_BROKEN', 'OTA_REFUSED'])
      for (const job of failed) expect(await versionOf(job, page.request)).toBe('1.0.0')
    })

    await test.step('those two pass alone', async () => {
      await page.getByTestId('rollout-retry').click()
      await expect(items(page, 'passed')).toHaveCount(2, { timeout: 60_000 })
      await expect(page.getByTestId('rollout-panel').first().getByTestId('rollout-retry')).toHaveCount(0)
      await expect(rows(page).filter({ hasText: '2.0.1' })).toHaveCount(20)
      await pictureInBothLooks(page, 'all-passed')
    })

    await test.step('record, cloud and device say the same', async () => {
      const jobs = await recordsOf(station, page.request)
      const passed = jobs.filter(({ outcome }) => outcome === 'passed')
      expect([jobs.length, passed.length]).toEqual([22, 20])
      expect(new Set(passed.map(({ deviceState }) => deviceState))).toEqual(new Set(['confirmed']))
      const deviceIds = passed.map(({ device }) => device.deviceId).toSorted()
      expect(new Set(deviceIds).size).toBe(20)
      for (const job of passed) expect(await versionOf(job, page.request)).toBe('2.0.1')
      await expect.poll(() => cloudRowsOf(station).reports.length).toBe(22)
      const { reports, upgradedDevices } = cloudRowsOf(station)
      expect(reports.filter(({ result }) => result === 0)).toHaveLength(20)
      expect(upgradedDevices.toSorted()).toEqual(deviceIds)
    })
    expect(problems).toEqual([])
  } finally {
    await station.close()
  }
})

test('keeps the settings of the LAN, and the password of the broker apart from them', async ({ page }) => {
  const station = await startStation({
    watchUsb: false,
    slots: [{ address: 'tcp://127.0.0.1:9', name: '', productId: null, profileId: null }],
  })
  try {
    const stored = async () => readFile(join(station.dataDir, 'settings.json'), 'utf8')
    const settings = new SettingsPage(page)
    await toBenchDisplay(page)
    await page.goto(station.url)
    await page.getByTestId('nav-lan').click()
    await expect(page.getByTestId('lan-unset')).toBeVisible()
    await settings.open('lan')
    await page.getByTestId('settings-lan-interface-lo').check()
    await page.getByTestId('settings-lan-ranges').fill('127.0.0.300')
    await expect(page.getByTestId('settings-save')).toBeDisabled()
    await page.getByTestId('settings-lan-ranges').fill('127.0.0.0/24\n10.9.8.7')
    await page.getByTestId('settings-lan-broker-url').fill('mqtt://127.0.0.1:9')
    await page.getByTestId('settings-lan-broker-user').fill('plant')
    await page.getByTestId('settings-lan-broker-password').fill('broker-secret-1')
    await page.getByTestId('settings-lan-password-profile').selectOption('arduino-ota-esp32')
    await page.getByTestId('settings-lan-password-value').fill('device-secret-1')
    await page.getByTestId('settings-lan-password-add').click()
    await pictureInBothLooks(page, 'lan-settings')
    await settings.save()
    // Nobody listens there.
    await expect(page.getByTestId('settings-lan-broker-state')).toHaveAttribute('data-state', 'down')
    await expect(page.getByTestId('settings-lan-password-row-arduino-ota-esp32')).toBeVisible()
    await pictureInBothLooks(page, 'lan-settings-saved')
    expect(JSON.parse(await stored())).toMatchObject({
      lan: { interfaces: ['lo'], ranges: ['127.0.0.0/24', '10.9.8.7'], discover: true },
      broker: { url: 'mqtt://127.0.0.1:9', username: 'plant' },
    })
    for (const place of [await page.content(), await stored(), station.output()])
      for (const secret of ['broker-secret-1', 'device-secret-1']) expect(place.includes(secret)).toBe(false)
    await page.reload()
    await settings.open('lan')
    await expect(page.getByTestId('settings-lan-ranges')).toHaveValue('127.0.0.0/24\n10.9.8.7')
    await expect(page.getByTestId('settings-lan-password-row-arduino-ota-esp32')).toBeVisible()
  } finally {
    await station.close()
  }
})
