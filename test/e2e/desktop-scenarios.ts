// What the desktop must do, with the real Electron or with its stand-in and a real browser: the same scenarios, through the
// same calls of Electron's API.
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, type Page, test } from '@playwright/test'
import type * as Electron from 'electron'

export interface OpenedDesktop {
  readonly dataDir: string
  /** The window's page, with the practice bench. */
  readonly page: Page
  readonly exited: Promise<number | null>
  /** Runs a function in the desktop's main process; both ways go copies. */
  evaluate<Result, Given>(
    run: (electron: typeof Electron, given: Given) => Result | Promise<Result>,
    given: Given,
  ): Promise<Result>
  /** And every process of it. A second time does nothing. */
  close(): Promise<void>
}

const cli = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js')
export const slot = (page: Page, number: number) => page.getByTestId(`slot-sim:${number}`)

/** Declares the tests. `open` starts a desktop with `--practice` on a folder of its own. */
export function desktopScenarios(open: () => Promise<OpenedDesktop>): void {
  let desktop: OpenedDesktop
  test.beforeEach(async () => {
    desktop = await open()
  })
  test.afterEach(() => desktop.close())

  test('the page has the practice bench, and nothing of Node or Electron', async () => {
    const { page } = desktop
    await expect(page.getByTestId('practice-banner')).toBeVisible()
    expect(
      await page.evaluate(() => ['require', 'process', 'module'].filter((name) => name in window)),
    ).toEqual([])
    const script = await page.evaluate(() => {
      const element = document.createElement('script')
      element.textContent = 'document.documentElement.dataset.injected = "yes"'
      document.body.append(element)
      return document.documentElement.dataset.injected ?? 'refused'
    })
    expect(script).toBe('refused')
  })

  test('flashes a board to its pass, also when the page is loaded again meanwhile', async () => {
    const { page } = desktop
    await startSlot(page, 1)
    await startSlot(page, 2)
    await page.reload()
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'running')
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
    await expect(slot(page, 2)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
    await expect(page.getByTestId('recent-job')).toHaveCount(2)
  })

  test('a crash of the station in the middle of a job: the page comes back, the job was interrupted', async () => {
    const { page } = desktop
    await startSlot(page, 1)
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
    await startSlot(page, 2)
    const before = await stationPid(desktop)
    process.kill(before, 'SIGKILL')
    const interrupted = page.locator('[data-testid="recent-job"][data-outcome="interrupted"]')
    await expect(interrupted).toHaveCount(1)
    await expect(page.locator('[data-testid="recent-job"][data-outcome="passed"]')).toHaveCount(1)
    await expect(page.getByTestId('connection-lost')).toHaveCount(0)
    expect(await stationPid(desktop)).not.toBe(before)
    await startSlot(page, 3)
    await expect(slot(page, 3)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
  })

  test('quitting with running jobs asks: stay goes on flashing, quit ends them with their records', async () => {
    const { page } = desktop
    await startSlot(page, 1)
    await answerQuestions(desktop, 'stay')
    await desktop.evaluate(({ app }) => app.quit(), null)
    await expect.poll(() => questions(desktop)).toBe(1)
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })

    await startSlot(page, 2)
    await answerQuestions(desktop, 'quit')
    // The process may end before it could answer.
    await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close(), null)
    expect(await desktop.exited).toBe(0)
    expect(await outcomes(desktop.dataDir)).toEqual(['cancelled', 'passed'])
  })

  test('links move the page and do nothing else', async () => {
    const { page } = desktop
    await expect(page.getByTestId('practice-banner')).toBeVisible()
    const places = await page.evaluateHandle(() => {
      const seen: string[] = []
      // Told of later than it happens, when there may be another already.
      addEventListener('hashchange', ({ newURL }) => seen.push(new URL(newURL).hash))
      return seen
    })
    await secondInstance(desktop, 'flashline://open/history')
    await expect(page).toHaveURL(/#\/history$/)
    await openUrl(desktop, 'flashline://open/firmware')
    await expect(page).toHaveURL(/#\/firmware$/)
    for (const bad of [
      'flashline://app/x',
      'flashline://open/nowhere',
      'flashline://open/history/%2e%2e',
      'https://open/history',
    ])
      await openUrl(desktop, bad)
    await openUrl(desktop, 'flashline://open/tasks')
    await expect(page).toHaveURL(/#\/tasks$/)
    // In one document, and nowhere between.
    expect(await places.jsonValue()).toEqual(['#/history', '#/firmware', '#/tasks'])
  })

  test('a file that was opened is taken into the library', async () => {
    const { page } = desktop
    await expect(page.getByTestId('practice-banner')).toBeVisible()
    const path = join(desktop.dataDir, 'opened-by-hand.bin')
    await writeFile(path, randomBytes(300_000))
    await secondInstance(desktop, path)
    await expect(page).toHaveURL(/#\/firmware$/)
    await expect(
      page.getByTestId('firmware-import-row').filter({ hasText: 'opened-by-hand.bin' }),
    ).toBeVisible()
  })

  test('the page goes nowhere else and opens no window', async () => {
    const { page } = desktop
    await expect(page.getByTestId('practice-banner')).toBeVisible()
    const here = page.url()
    await page.evaluate(() => {
      window.open('https://evil.example/')
      window.location.href = 'https://evil.example/'
    })
    // What it was asked after that is answered, by the same page.
    await slot(page, 1).getByTestId('slot-start').click()
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'running')
    expect(page.url()).toBe(here)
    expect(await desktop.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
  })
}

/** And waits until bytes cross its link. */
export async function startSlot(page: Page, number: number): Promise<void> {
  await slot(page, number).getByTestId('slot-start').click()
  const bar = slot(page, number).getByRole('progressbar')
  await expect.poll(async () => Number(await bar.getAttribute('aria-valuenow'))).toBeGreaterThan(5)
}

async function stationPid(desktop: OpenedDesktop): Promise<number> {
  const pid = await desktop.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Flashline station')?.pid,
    null,
  )
  if (pid === undefined) throw new Error('the station has no process')
  return pid
}

/** Every question from now on, without a box: the last button is the one that harms nothing. */
function answerQuestions(desktop: OpenedDesktop, answer: 'stay' | 'quit'): Promise<void> {
  return desktop.evaluate(({ app, dialog }, given) => {
    const counted = Object.assign(app, { questionsAsked: 0 })
    const answered = async (...asked: unknown[]) => {
      const options = asked.at(-1) as Electron.MessageBoxOptions
      counted.questionsAsked += 1
      const last = (options.buttons?.length ?? 1) - 1
      return { response: given === 'stay' ? last : 0, checkboxChecked: false }
    }
    dialog.showMessageBox = answered
  }, answer)
}

function questions(desktop: OpenedDesktop): Promise<number> {
  return desktop.evaluate(({ app }) => ('questionsAsked' in app ? Number(app.questionsAsked) : 0), null)
}

function secondInstance({ evaluate, dataDir }: OpenedDesktop, what: string): Promise<void> {
  return evaluate(
    ({ app }, given) =>
      void app.emit('second-instance', {}, ['flashline', '--', given.what], given.dataDir, null),
    { what, dataDir },
  )
}

function openUrl({ evaluate }: OpenedDesktop, url: string): Promise<void> {
  return evaluate(({ app }, given) => void app.emit('open-url', { preventDefault() {} }, given), url)
}

/** Of the practice bench's records, the last first. */
async function outcomes(dataDir: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...[cli, 'history', '--json', '--data', join(dataDir, 'practice')],
  ])
  return stdout
    .trim()
    .split('\n')
    .map((line) => String(JSON.parse(line).outcome))
}
