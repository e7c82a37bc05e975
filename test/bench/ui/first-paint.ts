// From asking for the page until something, and until the whole bench, is drawn: the built station in its own process,
// a browser that has seen nothing yet.
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { startPracticeStation } from '../../e2e/station-process.ts'

const rounds = 5

export async function measureFirstPaint(): Promise<void> {
  const station = await startPracticeStation()
  const debian = '/usr/bin/chromium'
  const browser = await chromium.launch({
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })
  const paints: number[] = []
  const benches: number[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      // A new context has an empty cache.
      const context = await browser.newContext({ viewport: { width: 1366, height: 768 } })
      const page = await context.newPage()
      await page.goto(station.url)
      await page.locator('[data-testid="slot-sim:8"]').waitFor()
      benches.push(await page.evaluate(() => performance.now()))
      paints.push(
        await page.evaluate(
          () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
        ),
      )
      await context.close()
    }
  } finally {
    await browser.close()
    await station.close()
  }
  const median = (values: number[]) =>
    [...values].sort((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0
  console.log(
    `first contentful paint, median of ${rounds}: ${median(paints).toFixed(0)} ms (aim 1000); all eight slots on the bench: ${median(benches).toFixed(0)} ms`,
  )
}
