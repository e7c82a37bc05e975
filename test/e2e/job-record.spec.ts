// The record of a practised job: what it says about the messages that the job owed its cloud.
import { expect, test } from '@playwright/test'
import { picture, toBenchDisplay } from './pictures.ts'
import { type RunningStation, startPracticeStation } from './station-process.ts'

let station: RunningStation
test.beforeEach(async () => {
  station = await startPracticeStation()
})
test.afterEach(() => station.close())

test('says that the cloud acknowledged what was reported', async ({ page }) => {
  await toBenchDisplay(page)
  await page.goto(station.url)
  const slot = page.getByTestId('slot-sim:1')
  await slot.getByTestId('slot-start').click()
  await expect(slot).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
  await page.getByTestId('recent-job').click()
  await expect(page.getByTestId('job-message')).toHaveCount(2)
  for (const kind of ['otaLog', 'report']) {
    const message = page.locator(`[data-testid="job-message"][data-kind="${kind}"]`)
    await expect(message).toHaveAttribute('data-state', 'sent')
    await expect(message).toHaveAttribute('data-delivery', 'acknowledged')
    await expect(message).toContainText('The cloud acknowledged it.')
  }
  await picture(page, 'record')
})
