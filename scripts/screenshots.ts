// `npm run screenshots`: a picture of every screen for docs/screens.md, light and dark, in both languages, from the built
// station with simulated devices and a history of some thousand records.
import { existsSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from '@playwright/test'
import { startHeadless } from '../main/hosts/headless/start-headless.ts'
import { createStation } from '../main/station/station.ts'
import { fillHistory } from '../test/bench/ui/million.ts'

const root = join(import.meta.dirname, '..')
const outDir = join(root, 'docs/screens')
const token = 'a-token-of-the-pictures'
const version = '0.1.0'
const silent = { info: () => undefined, warn: () => undefined, error: console.error, debug: () => undefined }

interface Scene {
  readonly name: string
  readonly hash: string
  /** What is done on the screen before its picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>
  readonly ready?: string
}

const click = (testId: string) => (page: Page) => page.getByTestId(testId).first().click()

/** In this order: what one starts, the next ones show. */
const scenes: readonly Scene[] = [
  { name: 'bench', hash: '#/bench', prepare: flashSome },
  { name: 'bench-floor', hash: '#/bench/floor', ready: 'floor-view' },
  {
    name: 'record',
    hash: '#/bench',
    prepare: async (page) => {
      await page.keyboard.press('Escape')
      await page.locator('[data-testid="slot-sim:3"] [data-testid="slot-details"]').click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'orders', hash: '#/bench', prepare: click('order-open') },
  { name: 'tasks', hash: '#/tasks', ready: 'task-page' },
  { name: 'task-new', hash: '#/tasks', prepare: click('tasks-create') },
  { name: 'firmware', hash: '#/firmware', prepare: click('library-row') },
  {
    name: 'devices',
    hash: '#/devices',
    prepare: async (page) => {
      await page.getByTestId('devices-search').fill('PRACTICE-0001')
      await page.getByTestId('unit-row-PRACTICE-0001').click()
      await page.getByTestId('unit').waitFor()
    },
  },
  { name: 'lan', hash: '#/lan' },
  { name: 'history', hash: '#/history', ready: 'history-row' },
  { name: 'statistics', hash: '#/statistics', prepare: click('statistics-range-days30'), ready: 'fix-first' },
  { name: 'lot', hash: '#/print/lot/PRACTICE-1', ready: 'lot-unit' },
  { name: 'settings-bench', hash: '#/settings/bench' },
  { name: 'settings-slots', hash: '#/settings/slots' },
  { name: 'settings-clouds', hash: '#/settings/clouds' },
  { name: 'settings-products', hash: '#/settings/products' },
  { name: 'settings-profiles', hash: '#/settings/profiles' },
  { name: 'settings-lan', hash: '#/settings/lan' },
  { name: 'settings-labels', hash: '#/settings/labels' },
  { name: 'settings-delivery', hash: '#/settings/delivery' },
  { name: 'settings-diagnostics', hash: '#/settings/diagnostics' },
  { name: 'help', hash: '#/bench', prepare: click('toggle-help'), ready: 'help-panel' },
  { name: 'settings-operators', hash: '#/settings/operators', prepare: addPeople, ready: 'operator-row' },
  { name: 'sign-in', hash: '#/bench', prepare: signOutAndIn, ready: 'sign-in-panel' },
]

const looks = [
  { colours: 'light', locale: 'en-GB', mark: 'light-en' },
  { colours: 'dark', locale: 'en-GB', mark: 'dark-en' },
  { colours: 'light', locale: 'zh-CN', mark: 'light-zh' },
  { colours: 'dark', locale: 'zh-CN', mark: 'dark-zh' },
] as const

mkdirSync(outDir, { recursive: true })
const debian = '/usr/bin/chromium'
const browser = await chromium.launch({
  ...(existsSync(debian) ? { executablePath: debian } : {}),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
})
for (const look of looks) {
  await withStation(look, true, async (page, url) => {
    for (const scene of scenes) await take(page, url, scene, look.mark)
  })
  const firstSteps = { name: 'first-run', hash: '', ready: 'first-run' }
  await withStation(look, false, (page, url) => take(page, url, firstSteps, look.mark))
}
await browser.close()

async function withStation(
  { colours, locale }: (typeof looks)[number],
  practice: boolean,
  work: (page: Page, url: string) => Promise<void>,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-screens-'))
  if (practice) fillHistory(join(dataDir, 'practice'), { jobs: 4000 })
  const resourcesDir = join(root, 'resources')
  const station = await createStation({
    dataDir,
    resourcesDir,
    practice,
    version,
    keychain: async () => null,
  })
  const uiDir = join(root, 'out/renderer')
  const door = await startHeadless({ router: station.router, port: 0, uiDir, token, version, logger: silent })
  const context = await browser.newContext({
    colorScheme: colours,
    locale,
    viewport: { width: 1366, height: 768 },
    reducedMotion: 'reduce',
  })
  try {
    const page = await context.newPage()
    await page.goto(door.entryUrl)
    await work(page, door.url)
  } finally {
    await context.close()
    await door.close()
    await station.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function take(
  page: Page,
  url: string,
  { name, hash, prepare, ready }: Scene,
  mark: string,
): Promise<void> {
  // Another page between, so that nothing of the scene before is left.
  await page.goto('about:blank')
  await page.goto(`${url}${hash}`)
  await page.locator('h1, [data-testid="floor-view"]').first().waitFor()
  await prepare?.(page)
  if (ready) await page.getByTestId(ready).first().waitFor()
  await page.waitForLoadState('networkidle')
  // No hint of whatever was pressed last.
  await page.mouse.move(0, 0)
  await page.screenshot({ path: join(outDir, `${name}-${mark}.png`), animations: 'disabled' })
}

/** All of them start; one is unplugged in the middle. */
async function flashSome(page: Page): Promise<void> {
  await page.getByTestId('start-all').click()
  await page.locator('[data-testid="slot-sim:3"] [role="progressbar"]').waitFor()
  await page.locator('[data-testid="slot-sim:3"] [data-testid="slot-unplug"]').click()
  await page.locator('[data-testid^="slot-sim:"][data-state="passed"]').nth(3).waitFor({ timeout: 60_000 })
}

async function addPeople(page: Page): Promise<void> {
  for (const [name, role] of [
    ['Lin Mei', 'lead'],
    ['Sam Ode', 'support'],
    ['Tao Rui', 'technician'],
  ] as const) {
    await page.getByTestId('operator-add').click()
    await page.getByTestId('operator-name').fill(name)
    await page.getByTestId(`operator-role-${role}`).check({ force: true })
    await page.getByTestId('operator-pin').fill('2468')
    await page.getByTestId('operator-pin-again').fill('2468')
    await page.getByTestId('operator-save').click()
    await page.getByTestId('operator-row').filter({ hasText: name }).waitFor()
  }
}

/** Whoever added the operators is signed in, and stays so when the page is loaded again. */
async function signOutAndIn(page: Page): Promise<void> {
  await page.getByTestId('account').click()
  await page.getByTestId('account-sign-out').click()
  await page.getByTestId('looking-sign-in').first().click()
}
