// The practice bench in a real browser: eight devices at once, one cable pulled, a reload in the middle, the history.
import { expect, type Page, test } from '@playwright/test'
import { watchProblems } from './page-problems.ts'
import { picture, toBenchDisplay } from './pictures.ts'
import { type RunningStation, startPracticeStation } from './station-process.ts'

let station: RunningStation
test.beforeEach(async () => {
  station = await startPracticeStation()
})
test.afterEach(() => station.close())

const slot = (page: Page, number: number) => page.getByTestId(`slot-sim:${number}`)
const states = (page: Page, state: string) =>
  page.locator(`[data-testid^="slot-sim:"][data-state="${state}"]`)

test('flashes eight devices, one of which is unplugged', async ({ page }) => {
  const problems = watchProblems(page)
  await toBenchDisplay(page)
  await page.goto(station.url)
  expect(page.url()).not.toContain('token')
  await expect(page.getByTestId('practice-banner')).toBeVisible()
  await expect(states(page, 'ready')).toHaveCount(8)
  await picture(page, 'ready')

  await page.getByTestId('start-all').click()
  await expect(states(page, 'running')).toHaveCount(8)
  const bar = slot(page, 3).getByRole('progressbar')
  await expect(slot(page, 3)).toContainText(/Flash/)
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5)
  await picture(page, 'running')
  await slot(page, 3).getByTestId('slot-unplug').click()

  await expect(slot(page, 3)).toHaveAttribute('data-state', 'failed')
  await expect(slot(page, 3).getByTestId('error-title')).not.toBeEmpty()
  await expect(slot(page, 3).getByTestId('error-remedy')).not.toBeEmpty()
  await expect(states(page, 'running')).toHaveCount(7)

  await page.reload()
  await expect(slot(page, 3)).toHaveAttribute('data-state', 'failed')
  await expect(slot(page, 3).getByTestId('error-title')).not.toBeEmpty()
  await expect(states(page, 'running')).toHaveCount(7)

  await expect(states(page, 'passed')).toHaveCount(7, { timeout: 60_000 })
  await expect(slot(page, 3)).toHaveAttribute('data-state', 'failed')
  await picture(page, 'ended')
  await expect(page.getByTestId('recent-job')).toHaveCount(8)

  await page.getByTestId('nav-history').click()
  await expect(page.getByTestId('history-row')).toHaveCount(8)
  await picture(page, 'history')
  expect(problems).toEqual([])
})

test('keeps a result until it is acknowledged, and goes with its unit', async ({ page }) => {
  await page.goto(station.url)
  await slot(page, 1).getByTestId('slot-start').click()
  await slot(page, 2).getByTestId('slot-start').click()
  await expect(states(page, 'passed')).toHaveCount(2, { timeout: 60_000 })

  await slot(page, 1).getByTestId('slot-acknowledge').click()
  await expect(slot(page, 1)).toHaveAttribute('data-state', 'ready')
  // A unit that leaves right after its job and is back at once is the same one, restarting: not so seconds later.
  await slot(page, 3).getByTestId('slot-start').click()
  await expect(slot(page, 3)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
  await slot(page, 2).getByTestId('slot-unplug').click()
  await expect(slot(page, 2)).toHaveAttribute('data-state', 'empty')
  await slot(page, 2).getByTestId('slot-replug').click()
  await expect(slot(page, 2)).toHaveAttribute('data-state', 'ready')
})

test('cancels a running job and says what the device still has', async ({ page }) => {
  await page.goto(station.url)
  await slot(page, 1).getByTestId('slot-start').click()
  const bar = slot(page, 1).getByRole('progressbar')
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5)
  await slot(page, 1).getByTestId('slot-cancel').click()
  await expect(slot(page, 1)).toHaveAttribute('data-state', 'cancelled')
  await expect(slot(page, 1).getByTestId('error-title')).not.toBeEmpty()
})

test('shows nothing without the token', async ({ page }) => {
  const { origin } = new URL(station.url)
  const response = await page.goto(origin)
  expect(response?.status()).toBe(401)
  await expect(page.getByTestId('practice-banner')).toHaveCount(0)
})
