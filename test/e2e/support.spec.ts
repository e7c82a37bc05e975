// A support person's month in one morning, in both languages: a returned device is looked up, its image taken in, files of
// the wrong kind are refused, records are found and handed over, and what a maker needs to know is saved.
import { readFile } from 'node:fs/promises'
import { expect, type Page, test } from '@playwright/test'
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

async function signIn(page: Page): Promise<void> {
  await page.getByTestId('looking-sign-in').click()
  await page.getByTestId('sign-in-operator').filter({ hasText: people.support }).click()
  for (const digit of pins.support) await page.getByTestId(`pin-digit-${digit}`).click()
  await page.getByTestId('pin-enter').click()
  await expect(page.getByTestId('account')).toHaveAttribute('data-role', 'support')
}

for (const locale of ['en-GB', 'zh-CN'])
  test.describe(locale, () => {
    test.use({ locale })
    test('a returned device, from the label to the record', async ({ page }) => {
      test.setTimeout(300_000)
      const problems = watchProblems(page)
      const look = lookOf(page, locale)
      const drop = (name: string, buffer: Buffer) =>
        page
          .getByTestId('firmware-file')
          .setInputFiles({ name, mimeType: 'application/octet-stream', buffer })
      await toBenchDisplay(page)
      await page.goto(station.url)
      await signIn(page)
      // What was done with the device, before it came back.
      await door('POST', '/slots/sim:1/start', {})
      await expect(page.getByTestId('slot-sim:1')).toHaveAttribute('data-state', 'passed', {
        timeout: 60_000,
      })

      await test.step('looks the device up by the end of its serial number', async () => {
        const { slots } = (await door('GET', '/snapshot')) as { slots: { slotId: string; hint: string }[] }
        const sn = slots.find(({ slotId }) => slotId === 'sim:1')?.hint.replace('SN ', '') ?? ''
        await page.getByTestId('nav-devices').click()
        await expect(page.getByTestId('devices-search')).toBeFocused()
        await look()
        await page.keyboard.type(sn)
        await page.keyboard.press('Enter')
        await expect(page.getByTestId('unit')).toContainText(sn)
        await expect(page.locator('[data-testid^="timeline-job-"]')).toHaveCount(1)
        await expect(page.locator('[data-testid^="timeline-cloud-"]').first()).toBeVisible()
        await look()
      })

      await test.step('takes an image in; files of the wrong kind are refused and leave nothing', async () => {
        await page.getByTestId('nav-firmware').click()
        await expect(page.getByTestId('library-row').first()).toBeVisible()
        const before = await page.getByTestId('library-row').count()
        const imports = page.getByTestId('firmware-import-row')
        await drop('empty.bin', Buffer.alloc(0))
        await expect(imports).toHaveAttribute('data-state', 'empty')
        await page.getByTestId('firmware-import-dismiss').click()
        await drop('holiday.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
        await expect(imports).toHaveAttribute('data-state', 'refused')
        await look()
        await page.getByTestId('firmware-import-dismiss').click()
        await expect(page.getByTestId('library-row')).toHaveCount(before)

        const image = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 251))
        await drop('repair-3.0.0.bin', image)
        await page.getByTestId('firmware-import-anyway').click()
        await expect(page.getByTestId('library-row')).toHaveCount(before + 1)
        await page.getByTestId('library-row').filter({ hasText: 'repair-3.0.0.bin' }).click()
        await expect(page.getByTestId('firmware-detail')).toBeVisible()
        await look()
      })

      await test.step('looks at the LAN', async () => {
        await page.getByTestId('nav-lan').click()
        await expect(page.locator('h1')).toBeVisible()
        await look()
      })

      await test.step('finds the record, reads it and hands the table over', async () => {
        await page.getByTestId('nav-history').click()
        await page.getByTestId('history-outcome').selectOption('passed')
        await expect(page.getByTestId('history-row')).toHaveCount(1)
        expect(page.url()).toContain('outcome=passed')
        await look()
        const download = page.waitForEvent('download')
        await page.getByTestId('history-export-csv').click()
        const table = await readFile(await (await download).path(), 'utf8')
        expect(table.trim().split('\r\n')).toHaveLength(2)
        expect(table).toContain('sim:1')
        await page.getByTestId('history-outcome').selectOption('failed')
        await expect(page.getByTestId('history-row')).toHaveCount(0)
        await look()
      })

      await test.step('saves what a maker needs to know', async () => {
        await page.getByTestId('nav-settings').click()
        await page.getByTestId('settings-tab-delivery').click()
        await expect(page.getByTestId('delivery-panel')).toBeVisible()
        await look()
        await page.getByTestId('settings-tab-diagnostics').click()
        await look()
        await page.getByTestId('doctor-run').click()
        await expect(page.getByTestId('doctor-report')).toHaveAttribute('data-verdict', /^(pass|warn|fail)$/)
        for (const finding of ['nativeLoaded', 'databaseFine', 'connectionsNone'])
          await expect(page.locator(`[data-finding="${finding}"]`)).toHaveAttribute('data-verdict', 'pass')
        await look()
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
        await page.getByTestId('doctor-copy').click()
        await expect(page.getByTestId('doctor-copied')).not.toBeEmpty()
        const copied = await page.evaluate(() => navigator.clipboard.readText())
        expect(copied).toContain('better-sqlite3, serialport, @napi-rs/keyring')
        const download = page.waitForEvent('download')
        await page.getByTestId('diagnostics-save').click()
        const bundle = await readFile(await (await download).path())
        expect(bundle.subarray(0, 2).toString()).toBe('PK')
        expect(bundle.includes(pins.support)).toBe(false)
        await expect(page.getByTestId('settings-tab-operators')).toHaveCount(0)
      })
      expect(problems).toEqual([])
    })
  })
