// Frames of the bench with 64 busy slots, in the browser that the tests use: how long each frame took, and whether the
// page's memory grows. Option --minutes <n>: how long; one by default, ten for the aim.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium, type Page } from '@playwright/test'
import { startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import { fakeStation } from '../../hosts/fake-router.ts'
import { busySnapshot, keepBusy, slotCount } from './busy-bench.ts'

const token = 'a-token-of-the-benchmark'
const silent = { info: () => undefined, warn: () => undefined, error: console.error, debug: () => undefined }

export async function measureFrames(uiDir: string, minutes: number): Promise<void> {
  const station = fakeStation({ snapshot: busySnapshot() })
  const door = await startHeadless({
    router: station.router,
    port: 0,
    uiDir,
    token,
    version: '0',
    logger: silent,
  })
  const debian = '/usr/bin/chromium'
  const browser = await chromium.launch({
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })
  const stop = new AbortController()
  try {
    const page = await browser.newPage({ viewport: { width: 1920, height: 1080 } })
    await page.goto(door.entryUrl)
    await page
      .locator('[data-testid^="slot-"][data-state="running"]')
      .nth(slotCount - 1)
      .waitFor()
    const busy = keepBusy(station.emit, stop.signal)
    await page.evaluate(watchFrames)
    const heapBytes: number[] = []
    for (let minute = 0; minute <= minutes; minute += 1) {
      // The first is taken when everything that is kept for speed stands.
      await pause(minute === 0 ? 20_000 : 60_000)
      heapBytes.push(await usedHeap(page))
    }
    const frames = await page.evaluate(takeFrames)
    stop.abort()
    const events = await busy
    say(frames, heapBytes, events / (minutes * 60 + 20))
  } finally {
    stop.abort()
    await browser.close()
    await door.close()
  }
}

function say(frames: number[], heapBytes: readonly number[], eventsPerSecond: number): void {
  const sorted = [...frames].sort((one, other) => one - other)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1)
  console.log(`${slotCount} slots, ${eventsPerSecond.toFixed(0)} events/s, ${frames.length} frames`)
  console.log(
    `frame: median ${at(0.5)} ms, p95 ${at(0.95)} ms (aim 33), p99 ${at(0.99)} ms, worst ${at(0.9999)} ms`,
  )
  const heap = heapBytes.map((bytes) => (bytes / 1e6).toFixed(1))
  const growth = (heapBytes.at(-1) ?? 0) / (heapBytes[0] ?? 1)
  console.log(`heap after collection, each minute: ${heap.join(', ')} MB; last / first ${growth.toFixed(2)}`)
}

async function usedHeap(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page)
  try {
    await session.send('HeapProfiler.collectGarbage')
    const { usedSize } = await session.send('Runtime.getHeapUsage')
    return usedSize
  } finally {
    await session.detach()
  }
}

/** In the page. */
function watchFrames(): void {
  const frames: number[] = []
  Object.assign(globalThis, { benchFrames: frames })
  let before = performance.now()
  const next = (now: number) => {
    frames.push(now - before)
    before = now
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
}

/** In the page. */
function takeFrames(): number[] {
  return (globalThis as unknown as { benchFrames: number[] }).benchFrames
}

export const builtUi = join(import.meta.dirname, '../../../out/renderer')
