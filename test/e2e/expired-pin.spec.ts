// A PIN that is too old: the person is asked for a new one at the bench, and the old one lets nobody in any more.
import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { entry } from './built-program.ts'
import { lookOf } from './page-checks.ts'
import { watchProblems } from './page-problems.ts'
import { toBenchDisplay } from './pictures.ts'
import { startUsedStation } from './station-process.ts'

async function leaveOldPin(dataDir: string): Promise<void> {
  const settings = {
    watchUsb: false,
    slots: [{ address: 'tcp://127.0.0.1:1' }],
    signIn: { pinMaxAgeDays: 90 },
  }
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings))
  const args = ['operator', 'add', '--name', 'Lin Mei', '--role', 'lead', '--data', dataDir]
  const env = { ...process.env, FLASHLINE_KEYCHAIN: 'off' }
  const added = spawnSync(process.execPath, [entry, ...args], { input: '2468\n', env, encoding: 'utf8' })
  expect(added.status, added.stderr).toBe(0)
  const db = new Database(join(dataDir, 'station.sqlite'))
  db.prepare("UPDATE operators SET pin_set_at = '2020-01-01T00:00:00.000Z'").run()
  db.close()
}

async function typePin(page: Page, pin: string): Promise<void> {
  await page.getByTestId('pin-input').fill(pin)
  await page.keyboard.press('Enter')
}

test('asks for a new PIN, twice, and takes no other', async ({ page }) => {
  const station = await startUsedStation(leaveOldPin)
  try {
    const problems = watchProblems(page)
    await toBenchDisplay(page)
    await page.goto(station.url)
    await page.getByTestId('sign-in').click()
    await page.getByTestId('sign-in-operator').click()
    const input = page.getByTestId('pin-input')
    await typePin(page, '2468')
    await expect(input).toHaveAttribute('data-step', 'newPin')
    await expect(page.getByTestId('pin-problem')).toContainText('expired')
    await lookOf(page, 'en-GB')()
    await typePin(page, '2468')
    await expect(page.getByTestId('pin-problem')).toHaveAttribute('data-code', 'same')
    await typePin(page, '9753')
    await expect(input).toHaveAttribute('data-step', 'repeat')
    await typePin(page, '9754')
    await expect(page.getByTestId('pin-problem')).toHaveAttribute('data-code', 'differs')
    await typePin(page, '9753')
    await expect(input).toHaveAttribute('data-step', 'repeat')
    await typePin(page, '9753')
    await expect(page.getByTestId('account')).toHaveAttribute('data-role', 'lead')

    await page.getByTestId('account').click()
    await page.getByTestId('account-sign-out').click()
    await page.getByTestId('sign-in').click()
    await page.getByTestId('sign-in-operator').click()
    await typePin(page, '2468')
    await expect(page.getByTestId('pin-problem')).toHaveAttribute('data-code', 'PIN_WRONG')
    await typePin(page, '9753')
    await expect(page.getByTestId('account')).toHaveAttribute('data-role', 'lead')
    expect(problems).toEqual([])
  } finally {
    await station.close()
  }
})
