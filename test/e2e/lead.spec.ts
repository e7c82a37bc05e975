// A lead's day from a station that nobody has touched, in both languages: first steps, people, a task from the library
// through review, a colleague who is faster, a work order, yield, a lot on paper, labels.
import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { type FactoryDoor, factoryDoor, people, pins } from './factory-door.ts'
import { lookOf } from './page-checks.ts'
import { watchProblems } from './page-problems.ts'
import { toBenchDisplay } from './pictures.ts'
import { type RunningStation, startUntouchedStation } from './station-process.ts'

let station: RunningStation
let door: FactoryDoor
test.beforeEach(async () => {
  station = await startUntouchedStation()
  door = factoryDoor(station)
})
test.afterEach(() => station.close())

interface TaskFacts {
  readonly productId: string
  readonly taskId: string
  readonly name: string
  readonly status: string
  readonly tag: string
  readonly fingerprint: string
}

const taskNamed = async (name: string): Promise<TaskFacts | undefined> => {
  const { tasks } = (await door('GET', '/tasks')) as { tasks: TaskFacts[] }
  return tasks.find((task) => task.name === name)
}

for (const locale of ['en-GB', 'zh-CN'])
  test.describe(locale, () => {
    test.use({ locale })
    test('from the first start to a finished lot', async ({ page }) => {
      test.setTimeout(300_000)
      const problems = watchProblems(page)
      const look = lookOf(page, locale)
      await toBenchDisplay(page)
      await page.goto(station.url)

      await test.step('first steps', async () => {
        await expect(page.getByTestId('first-run')).toHaveAttribute('data-step', 'station')
        await look()
        await page.getByTestId('first-run-next').click()
        await look()
        await page.getByTestId('first-run-back').click()
        await page.getByTestId('first-run-try').click()
        await expect(page.getByTestId('first-run')).toHaveCount(0)
        await expect(page.getByTestId('slot-sim:8')).toBeVisible()
      })

      await test.step('people', async () => {
        await page.getByTestId('nav-settings').click()
        await page.getByTestId('settings-tab-operators').click()
        for (const role of ['lead', 'technician'] as const) {
          await page.getByTestId('operator-add').click()
          await page.getByTestId('operator-name').fill(people[role])
          await page.getByTestId(`operator-role-${role}`).check({ force: true })
          await page.getByTestId('operator-pin').fill(pins[role])
          await page.getByTestId('operator-pin-again').fill(pins[role])
          await look()
          await page.getByTestId('operator-save').click()
          await expect(page.getByTestId('operator-form')).toHaveCount(0)
          await expect(page.getByTestId('operator-row').filter({ hasText: people[role] })).toBeVisible()
        }
        await page.reload()
        await expect(page.getByTestId('account')).toHaveAttribute('data-role', 'lead')
        await look()
      })

      await test.step('every part of the settings', async () => {
        const tabs = page.locator('[data-testid^="settings-tab-"]')
        await expect(tabs.first()).toBeVisible()
        const names = await tabs.evaluateAll((all) => all.map((one) => one.getAttribute('data-testid') ?? ''))
        expect(names.length).toBeGreaterThan(7)
        for (const name of names) {
          await page.getByTestId(name).click()
          await expect(page.getByTestId(name)).toHaveAttribute('aria-selected', 'true')
          await look()
        }
      })

      await test.step('a task, its image from the library', async () => {
        await page.getByTestId('nav-tasks').click()
        await expect(page.getByTestId('task-row')).toHaveCount(2)
        await look()
        await page.getByTestId('tasks-create').click()
        await page.getByTestId('draft-name').fill('Pilot 2.1.0')
        await page.getByTestId('draft-description').fill('Ten units first')
        await page.getByTestId('draft-from').fill('20002')
        await page.getByTestId('draft-to').fill('20100')
        await page.getByTestId('draft-image-option').first().check({ force: true })
        await page.getByTestId('draft-tag-test').check({ force: true })
        await page.getByTestId('draft-devices').fill('1100001 1100002')
        await look()
        await page.getByTestId('draft-create').click()
        await expect(page.getByTestId('task-page')).toContainText('Pilot 2.1.0')
        await look()
        const task = await taskNamed('Pilot 2.1.0')
        expect(task).toMatchObject({ tag: 'test' })
      })

      await test.step('a colleague is faster: nothing is changed, and it is said', async () => {
        await page.getByTestId('task-action-start').click()
        await expect(page.getByTestId('task-dialog-start')).toBeVisible()
        const seen = await taskNamed('Pilot 2.1.0')
        if (!seen) throw new Error('the task is gone')
        const { productId, taskId, fingerprint } = seen
        await door('POST', `/tasks/${taskId}/start`, { productId, fingerprint })
        // The dialogue hears of it by itself, and a press that was faster would have been refused.
        await expect(page.getByTestId('task-changed')).toBeVisible()
        await expect(page.getByTestId('task-do-start')).toHaveAttribute('aria-disabled', 'true')
        await look()
        await page.getByTestId('task-changed-accept').click()
        expect(await taskNamed('Pilot 2.1.0')).toMatchObject({ status: 'running' })
        await page.getByTestId('task-dialog-no').click()
      })

      await test.step('a work order, armed, and a lot', async () => {
        await page.getByTestId('nav-bench').click()
        await page.getByTestId('order-open').click()
        await page.getByTestId('orders-new').click()
        await page.getByTestId('order-field-name').fill('Morning')
        await page.getByTestId('order-field-lot').fill('L-2026-01')
        await page.getByTestId('order-field-quantity').fill('8')
        await page.getByTestId('order-field-mode-manual').check({ force: true })
        await look()
        await page.getByTestId('order-save').click()
        await page
          .getByTestId('order-row')
          .filter({ hasText: 'Morning' })
          .getByTestId('order-row-arm')
          .click()
        await page.getByTestId('question-arm').click()
        await expect(page.getByTestId('order-name')).toHaveText('Morning')
        await expect(page.getByTestId('order-bar')).toHaveAttribute('data-armed', 'true')
        await page.keyboard.press('Escape')
        await page.getByTestId('start-all').click()
        await expect(page.locator('[data-testid^="slot-sim:"][data-state="passed"]')).toHaveCount(8, {
          timeout: 60_000,
        })
        const orders = (await door('GET', '/orders')) as { name: string; state: string; counts: object }[]
        expect(orders.find(({ name }) => name === 'Morning')).toMatchObject({
          state: 'done',
          counts: { units: 8, passed: 8, passedFirst: 8, failed: 0 },
        })
        await look()
      })

      await test.step('yield', async () => {
        await page.getByTestId('nav-statistics').click()
        await expect(page.getByTestId('statistics-yield')).toContainText('100')
        await look()
      })

      await test.step('the lot on paper, and its labels', async () => {
        await page.getByTestId('nav-history').click()
        await expect(page.getByTestId('history-row')).toHaveCount(8)
        await page.getByTestId('history-select').first().check({ force: true })
        await page.getByTestId('history-print-labels').click()
        await expect(page.getByTestId('label')).toHaveCount(1)
        await page.getByTestId('print-back').click()
        await page.goto(`${new URL(station.url).origin}/#/print/lot/L-2026-01`)
        await expect(page.getByTestId('lot-unit')).toHaveCount(8)
        const pdf = await page.pdf({ preferCSSPageSize: true })
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
        await page.getByTestId('print-back').click()
      })

      await test.step('all of it as a table', async () => {
        await page.getByTestId('nav-history').click()
        const download = page.waitForEvent('download')
        await page.getByTestId('history-export-json').click()
        const lines = (await readFile(await (await download).path(), 'utf8')).trim().split('\n')
        expect(lines.map((line) => JSON.parse(line).lot)).toEqual(Array(8).fill('L-2026-01'))
      })
      expect(problems).toEqual([])
    })
  })
