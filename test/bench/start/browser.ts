// A browser that runs already, as a person's does, and has seen nothing of ours: each page has an empty cache.
import { existsSync } from 'node:fs'
import { chromium, type Page } from '@playwright/test'

export interface StartedBrowser extends AsyncDisposable {
  /** Opens the address; in ms: when the page was asked for and when something was drawn, both as the clock of day. */
  firstPaint(url: string): Promise<{ askedAtMs: number; paintedAtMs: number }>
}

const debian = '/usr/bin/chromium'

export async function openBrowser(): Promise<StartedBrowser> {
  const browser = await chromium.launch({
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })
  // Its window is there before it is needed.
  const openWindow = () => browser.newPage({ viewport: { width: 1366, height: 768 } })
  let window = await openWindow()
  const firstPaint = async (url: string) => {
    try {
      return await draw(window, url)
    } finally {
      await window.close()
      window = await openWindow()
    }
  }
  // The first page of a new browser pays for the browser.
  await firstPaint('data:text/html,<p>first</p>')
  return { firstPaint, [Symbol.asyncDispose]: () => browser.close() }
}

async function draw(page: Page, url: string): Promise<{ askedAtMs: number; paintedAtMs: number }> {
  await page.goto(url, { waitUntil: 'commit' })
  return await page.evaluate(
    () =>
      new Promise<{ askedAtMs: number; paintedAtMs: number }>((resolve) => {
        new PerformanceObserver((entries) => {
          const [paint] = entries.getEntriesByName('first-contentful-paint')
          if (paint) {
            const askedAtMs = performance.timeOrigin
            resolve({ askedAtMs, paintedAtMs: askedAtMs + paint.startTime })
          }
        }).observe({ type: 'paint', buffered: true })
      }),
  )
}
