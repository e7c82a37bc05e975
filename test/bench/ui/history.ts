// The history with a million records: each filter asked of a station as a screen asks it, first page and a deep one, and in
// the browser from choosing a filter until its rows are drawn.
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { chromium } from '@playwright/test'
import { startHeadless } from '../../../main/hosts/headless/start-headless.ts'
import { createCaller } from '../../../main/station/caller.ts'
import { createStation } from '../../../main/station/station.ts'
import type { HistoryFilter } from '../../../preload/contract/index.ts'
import { fillHistory } from './million.ts'

const root = join(import.meta.dirname, '../../..')
const rounds = 7
const token = 'a-token-of-the-benchmark'
const silent = { info: () => undefined, warn: () => undefined, error: console.error, debug: () => undefined }

const filters: readonly (readonly [string, HistoryFilter])[] = [
  ['none', {}],
  ['a product', { productId: 'lamp-rgb' }],
  ['a version', { toVersion: 30_000 }],
  ['passed', { outcome: 'passed' }],
  ['failed', { outcome: 'failed' }],
  ['an error', { errorCode: 'LINK_LOST' }],
  ['an operator', { operator: 'Bao' }],
  ['a slot and passed', { slotId: 'usb:1-7', outcome: 'passed' }],
  ['a product and an operator', { productId: 'kettle-2', operator: '李娜' }],
  ['nothing fits', { productId: 'none-such' }],
]

export async function measureHistory(uiDir: string, jobs: number): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-history-'))
  try {
    const began = performance.now()
    fillHistory(join(dataDir, 'practice'), { jobs })
    console.log(
      `${jobs.toLocaleString('en')} records written in ${((performance.now() - began) / 1000).toFixed(0)} s`,
    )
    const station = await createStation({
      dataDir,
      resourcesDir: join(root, 'resources'),
      practice: true,
      version: '0',
      keychain: async () => null,
    })
    try {
      await askDirectly(createRouterClient(station.router, { context: { caller: createCaller() } }))
      await askInBrowser(station.router, uiDir)
    } finally {
      await station.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

type Client = ReturnType<typeof clientOf>
const clientOf = (router: Parameters<typeof startHeadless>[0]['router']) =>
  createRouterClient(router, { context: { caller: createCaller() } })

async function askDirectly(client: Client): Promise<void> {
  for (const [name, filter] of filters) {
    const first: number[] = []
    const deep: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now()
      const { jobs } = await client.history.list({ ...filter, limit: 100 })
      first.push(performance.now() - start)
      let last = jobs.at(-1)
      for (let page = 0; page < 4 && last; page += 1) {
        const next = performance.now()
        last = (await client.history.list({ ...filter, limit: 100, beforeJobId: last.jobId })).jobs.at(-1)
        deep.push(performance.now() - next)
      }
    }
    console.log(`${name}: ${told(first)}; next pages ${deep.length > 0 ? told(deep) : '-'}`)
  }
}

async function askInBrowser(
  router: Parameters<typeof startHeadless>[0]['router'],
  uiDir: string,
): Promise<void> {
  const door = await startHeadless({ router, port: 0, uiDir, token, version: '0', logger: silent })
  const debian = '/usr/bin/chromium'
  const browser = await chromium.launch({
    ...(existsSync(debian) ? { executablePath: debian } : {}),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } })
    await page.goto(door.entryUrl)
    await page.goto(`${door.url}#/history`)
    await page.getByTestId('history-row').first().waitFor()
    const times: number[] = []
    for (let round = 0; round < rounds; round += 1)
      for (const outcome of ['failed', 'passed', 'refused'])
        times.push(await page.evaluate(chooseOutcome, outcome))
    console.log(`in the browser, from choosing an outcome until its rows are drawn: ${told(times)} (aim 200)`)
  } finally {
    await browser.close()
    await door.close()
  }
}

/** In the page: chooses as a person does, and waits for the frame in which only such rows are there. */
function chooseOutcome(outcome: string): Promise<number> {
  const select = document.querySelector<HTMLSelectElement>('select[data-testid="history-outcome"]')
  if (!select) throw new Error('no field for the outcome')
  const start = performance.now()
  select.value = outcome
  select.dispatchEvent(new Event('change', { bubbles: true }))
  return new Promise((resolve) => {
    const look = () => {
      const rows = [...document.querySelectorAll('[data-testid="history-row"]')]
      if (rows.length > 0 && rows.every((row) => row.getAttribute('data-outcome') === outcome))
        resolve(performance.now() - start)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })
}

function told(times: readonly number[]): string {
  const sorted = [...times].sort((one, other) => one - other)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0)
  return `median ${at(0.5)} ms, worst ${at(1)} ms`
}
