// A technician's shift, by keyboard alone, in both languages: signs in, starts the bench, has a cable go loose, reads what
// to do, does it, scans, looks from two metres, and signs out. At every stop the screen is held against the page checks.
import { expect, type Page, test } from '@playwright/test'
import { pressOn, scan, tabTo } from './by-keyboard.ts'
import { addPeople, type FactoryDoor, factoryDoor, people, pins } from './factory-door.ts'
import { lookOf } from './page-checks.ts'
import { watchProblems } from './page-problems.ts'
import { toBenchDisplay } from './pictures.ts'
import { type RunningStation, startPracticeStation } from './station-process.ts'

let station: RunningStation
let door: FactoryDoor
test.beforeEach(async () => {
  station = await startPracticeStation()
  door = factoryDoor(station)
  await addPeople(door)
})
test.afterEach(() => station.close())

const slot = (page: Page, number: number) => page.getByTestId(`slot-sim:${number}`)
const states = (page: Page, state: string) =>
  page.locator(`[data-testid^="slot-sim:"][data-state="${state}"]`)

for (const locale of ['en-GB', 'zh-CN'])
  test.describe(locale, () => {
    test.use({ locale })
    test('a shift at the bench', async ({ page }) => {
      test.setTimeout(300_000)
      const problems = watchProblems(page)
      const look = lookOf(page, locale)
      await toBenchDisplay(page)
      await page.goto(station.url)

      await test.step('looks on before signing in, and cannot start', async () => {
        await expect(page.getByTestId('looking-banner')).toBeVisible()
        await expect(states(page, 'ready')).toHaveCount(8)
        await expect(page.getByTestId('start-all')).toHaveCount(0)
        await look()
      })

      await test.step('signs in; a wrong PIN says how many tries are left', async () => {
        await pressOn(page, page.getByTestId('looking-sign-in'))
        await pressOn(page, page.getByTestId('sign-in-operator').filter({ hasText: people.technician }))
        await page.keyboard.type('0000')
        await page.keyboard.press('Enter')
        await expect(page.getByTestId('pin-problem')).toHaveAttribute('data-code', 'PIN_WRONG')
        await look()
        await page.keyboard.type(pins.technician)
        await page.keyboard.press('Enter')
        await expect(page.getByTestId('account')).toContainText(people.technician.split(' ')[0] ?? '')
        await expect(page.getByTestId('looking-banner')).toHaveCount(0)
      })

      await test.step('starts everything with one key, and a cable comes loose', async () => {
        await expect(page.getByTestId('order-bar')).toHaveAttribute('data-armed', 'true')
        await look()
        await page.keyboard.press('s')
        await expect(states(page, 'running')).toHaveCount(8)
        await expect(slot(page, 3).getByRole('progressbar')).toBeVisible()
        await door('POST', '/slots/sim:3/unplug', {})
        await expect(slot(page, 3)).toHaveAttribute('data-state', 'failed')
        await expect(slot(page, 3).getByTestId('error-remedy')).not.toBeEmpty()
        await look()
        await expect(states(page, 'passed')).toHaveCount(7, { timeout: 60_000 })
        await look()
      })

      await test.step('reads the record, mends the cable, starts again', async () => {
        await tabTo(page, slot(page, 1))
        await page.keyboard.press('ArrowRight')
        await page.keyboard.press('ArrowRight')
        await expect(slot(page, 3)).toBeFocused()
        await page.keyboard.press('l')
        await expect(page.getByRole('dialog')).toBeVisible()
        await look()
        await page.keyboard.press('Escape')
        await expect(page.getByRole('dialog')).toHaveCount(0)
        await door('POST', '/slots/sim:3/replug', {})
        await expect(slot(page, 3)).toHaveAttribute('data-present', 'true')
        await tabTo(page, slot(page, 3))
        await page.keyboard.press('a')
        await expect(slot(page, 3)).toHaveAttribute('data-state', 'ready')
        await page.keyboard.press('Enter')
        await expect(slot(page, 3)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
      })

      await test.step('looks from two metres, and comes back', async () => {
        await page.keyboard.press('f')
        await expect(page.getByTestId('floor-view')).toBeVisible()
        await look()
        await page.keyboard.press('f')
        await expect(page.getByTestId('floor-view')).toHaveCount(0)
      })

      await test.step('scans: a serial number waits for its board, a second time is refused, garbage is none', async () => {
        await scan(page, 'SN-NEXT-0001')
        await expect(page.getByTestId('scan-waiting')).toContainText('SN-NEXT-0001')
        await scan(page, 'SN-NEXT-0001')
        await expect(page.getByTestId('scan-refused')).toHaveAttribute('data-code', 'SCAN_DUPLICATE')
        await look()
        await page.keyboard.press('Escape')
        await expect(page.getByTestId('scan-refused')).toHaveCount(0)
        await scan(page, '?%/')
        await expect(page.getByTestId('scan-refused')).toHaveAttribute('data-code', 'SCAN_INVALID')
        await page.keyboard.press('Escape')
      })

      await test.step('reads tasks, devices, history and statistics; settings are not for this role', async () => {
        for (const screen of ['tasks', 'devices', 'history', 'statistics']) {
          await pressOn(page, page.getByTestId(`nav-${screen}`))
          await expect(page.locator('h1')).toBeVisible()
          await look()
        }
        await expect(page.getByTestId('nav-settings')).toHaveCount(0)
        await page.goto(`${new URL(station.url).origin}/#/settings`)
        await expect(page.getByTestId('role-too-low')).toBeVisible()
        await look()
      })

      await test.step('signs out', async () => {
        await pressOn(page, page.getByTestId('account'))
        await pressOn(page, page.getByTestId('account-sign-out'))
        await expect(page.getByTestId('sign-in-page').or(page.getByTestId('looking-banner'))).toBeVisible()
      })
      expect(problems).toEqual([])
      const { jobs } = (await door('GET', '/jobs?limit=20')) as {
        jobs: { operator: string; outcome: string }[]
      }
      expect(jobs.map(({ outcome }) => outcome).sort()).toEqual(['failed', ...Array(8).fill('passed')])
      expect(new Set(jobs.map(({ operator }) => operator))).toEqual(new Set([people.technician]))
    })
  })
