// Pictures of a screen as a technician and a wall screen see it, kept with the results of the test when FLASHLINE_PICTURES=1.
import { expect, type Page, test } from '@playwright/test'

/** Pictures are for people; a whole run without anybody looking takes none. */
const wanted = process.env.FLASHLINE_PICTURES === '1'

const usual = { width: 1366, height: 768 }
const sizes = [usual, { width: 1920, height: 1080 }]

/** Where a test begins, and where a picture leaves the page. */
export async function toBenchDisplay(page: Page): Promise<void> {
  await page.setViewportSize(usual)
}

export async function picture(page: Page, name: string): Promise<void> {
  if (!wanted) return
  for (const size of sizes) {
    await page.setViewportSize(size)
    await expect.poll(() => page.evaluate(() => document.documentElement.clientHeight)).toBe(size.height)
    await page.screenshot({ path: test.info().outputPath(`${name}-${size.width}x${size.height}.png`) })
  }
  await toBenchDisplay(page)
}

export async function pictureInBothLanguages(page: Page, name: string): Promise<void> {
  if (!wanted) return
  const language = page.locator('html')
  await picture(page, `${name}-en`)
  await page.getByTestId('toggle-language').click()
  await expect(language).toHaveAttribute('lang', 'zh-CN')
  await picture(page, `${name}-zh`)
  await page.getByTestId('toggle-language').click()
  await expect(language).toHaveAttribute('lang', 'en')
}

/** Light in English, dark in Chinese. The buttons for it may be behind a drawer. */
export async function pictureInBothLooks(page: Page, name: string): Promise<void> {
  if (!wanted) return
  const look = page.locator('html')
  const setColours = async (colours: 'light' | 'dark') => {
    const button = page.getByTestId('toggle-colours')
    // Light, dark, high contrast: never more than two presses away.
    for (let press = 0; press < 2; press += 1)
      if ((await button.getAttribute('data-colours')) !== colours) await button.dispatchEvent('click')
    await expect(button).toHaveAttribute('data-colours', colours)
  }
  await setColours('light')
  await picture(page, `${name}-light-en`)
  await setColours('dark')
  await page.getByTestId('toggle-language').dispatchEvent('click')
  await expect(look).toHaveAttribute('lang', 'zh-CN')
  await picture(page, `${name}-dark-zh`)
  await page.getByTestId('toggle-language').dispatchEvent('click')
  await expect(look).toHaveAttribute('lang', 'en')
}
