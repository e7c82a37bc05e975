// A kit travels from the office to a laptop that was never set up and has no cloud: made, saved by the browser, refused while
// its key is unknown, dropped again when it is trusted, taken in; and one whose bytes were changed.
import { readFile } from 'node:fs/promises'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { z } from 'zod'
import { settingsSchema } from '../../preload/contract/model.ts'
import { factoryDoor } from './factory-door.ts'
import { lookOf } from './page-checks.ts'
import { watchProblems } from './page-problems.ts'
import { toBenchDisplay } from './pictures.ts'
import {
  type RunningStation,
  startAgain,
  startPracticeStation,
  startUntouchedStation,
} from './station-process.ts'

let office: RunningStation
let laptop: RunningStation
test.beforeEach(async () => {
  office = await startPracticeStation()
  laptop = await startUntouchedStation()
})
test.afterEach(async () => {
  await office.close()
  await laptop.close()
})

async function openKits(page: Page, { url }: RunningStation): Promise<void> {
  await page.goto(url)
  await page.getByTestId('nav-settings').click()
  await page.getByTestId('settings-tab-kits').click()
  await expect(page.getByTestId('kits-panel')).toBeVisible()
}

/** As a person drops it from a folder. */
async function drop(target: Locator, name: string, file: Buffer): Promise<void> {
  const dataTransfer = await target.page().evaluateHandle(
    ({ name, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([bytes], name))
      return transfer
    },
    { name, base64: file.toString('base64') },
  )
  await target.dispatchEvent('dragenter', { dataTransfer })
  await expect(target.page().getByTestId('drop-veil')).toBeVisible()
  await target.dispatchEvent('drop', { dataTransfer })
  await expect(target.page().getByTestId('drop-veil')).toHaveCount(0)
}

const keysSchema = z.object({ own: z.object({ publicKey: z.string() }) })

for (const locale of ['en-GB', 'zh-CN'])
  test.describe(locale, () => {
    test.use({ locale })
    test('a kit goes to a laptop without a cloud', async ({ page }) => {
      const problems = watchProblems(page)
      const look = lookOf(page, locale)
      await toBenchDisplay(page)

      const { name, kit, key } =
        await test.step('the office makes it, and the browser saves it', async () => {
          await openKits(page, office)
          await expect(page.getByTestId('kits-empty')).toBeVisible()
          await page.getByTestId('kit-make').click()
          await expect(page.getByTestId('kit-create')).toBeDisabled()
          await page.getByTestId('kit-name').fill('Field team')
          await page.locator('[data-testid^="kit-product-"]').first().check()
          await look()
          const download = page.waitForEvent('download')
          await page.getByTestId('kit-create').click()
          const file = await download
          await expect(page.getByTestId('kit-saved')).toContainText(file.suggestedFilename())
          const { own } = keysSchema.parse(await factoryDoor(office)('GET', '/kits/keys'))
          const kit = await readFile(await file.path())
          return { name: file.suggestedFilename(), kit, key: own.publicKey }
        })
      expect(name).toMatch(/\.flkit$/)

      await test.step('the laptop has no cloud: what it flashes, a kit will say', async () => {
        await page.goto(laptop.url)
        await page.getByTestId('first-run-next').click()
        await page.getByTestId('first-run-plan-later').check()
        await page.getByTestId('first-run-next').click()
        await expect(page.getByTestId('first-run-kit-hint')).toBeVisible()
        await look()
        await page.getByTestId('first-run-skip').click()
        await expect(page.getByTestId('first-run-ending')).toHaveAttribute('data-ending', 'restart')
        await expect(page.getByTestId('first-run-kit-next')).toBeVisible()
        await look()
        await page.getByTestId('first-run-open').click()
        await expect(page.getByTestId('practice-banner')).toBeVisible()
        await page.goto('about:blank')
        laptop = await startAgain(laptop)
        await page.goto(laptop.url)
        await expect(page.getByTestId('nav-settings')).toBeVisible()
        await expect(page.getByTestId('practice-banner')).toHaveCount(0)
      })

      await test.step('it does not know who made it, and says what to do', async () => {
        await openKits(page, laptop)
        await page.getByTestId('kit-file').setInputFiles({ name, mimeType: 'application/zip', buffer: kit })
        await expect(page.getByTestId('kit-inbox')).toHaveAttribute('data-step', 'seen')
        await expect(page.getByTestId('call-problem')).toHaveAttribute('data-code', 'KIT_KEY_UNKNOWN')
        await expect(page.getByTestId('kit-take')).toHaveCount(0)
        await look()
        await page.getByTestId('kit-leave').click()
      })

      await test.step('its key is trusted; dropped on the images, it is brought in', async () => {
        await page.getByTestId('kit-key-add').click()
        await page.getByTestId('kit-key-text').fill(key)
        await page.getByTestId('kit-key-name').fill('Head office')
        await page.getByTestId('kit-key-save').click()
        await expect(page.getByTestId('kit-key-row')).toHaveCount(1)
        await page.getByTestId('nav-firmware').click()
        await drop(page.getByTestId('firmware-import'), name, kit)
        await expect(page.getByTestId('kit-inbox')).toHaveAttribute('data-step', 'seen')
        await look()
        await page.getByTestId('kit-take').click()
        await expect(page.getByTestId('kit-inbox')).toHaveAttribute('data-step', 'taken')
        await expect(page.getByTestId('kit-row')).toHaveAttribute('data-state', 'valid')
        const { bench } = settingsSchema.parse(await factoryDoor(laptop)('GET', '/settings'))
        expect(bench).toMatchObject({ profileId: 'practice' })
        await expect(page.getByTestId('kit-inbox')).toContainText(bench?.productId ?? '')
        await look()
        await page.getByTestId('nav-firmware').click()
        await expect(page.getByTestId('library-row').first()).toBeVisible()
      })

      await test.step('a changed byte is refused, also where it is dropped on the kits', async () => {
        const changed = Buffer.from(kit)
        changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
        await openKits(page, laptop)
        await drop(page.getByTestId('kits-panel'), name, changed)
        await expect(page.getByTestId('kit-inbox')).toHaveAttribute('data-step', 'failed')
        await expect(page.getByTestId('call-problem')).toHaveAttribute('data-code', 'KIT_CHANGED')
        await expect(page.getByTestId('kit-row')).toHaveCount(1)
        await look()
      })
      expect(problems).toEqual([])
    })
  })
