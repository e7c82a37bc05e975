// The desktop without Electron's binary: the compiled main process under plain Node against the stand-in, its page in a real
// browser, the contract over real message ports, the station in a process of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, expect, test } from '@playwright/test'
import { desktopUserAgent, type ShownDesktop, showDesktop } from '../electron/browser-view.ts'
import { runDesktop } from '../electron/run-desktop.ts'
import { desktopScenarios, type OpenedDesktop, slot, startSlot } from './desktop-scenarios.ts'
import { watchProblems } from './page-problems.ts'

interface StandInDesktop extends OpenedDesktop {
  readonly shown: ShownDesktop
  readonly problems: readonly string[]
}

async function open(browser: Browser, args: readonly string[] = []): Promise<StandInDesktop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-desktop-'))
  const asking = await browser.newContext()
  const userAgent = await (await asking.newPage()).evaluate(() => navigator.userAgent)
  await asking.close()
  const context = await browser.newContext({
    userAgent: desktopUserAgent(userAgent),
    viewport: { width: 1366, height: 768 },
  })
  const shown = await showDesktop(context, ['--practice', '--data', dataDir, ...args])
  const { desktop, page } = shown
  return {
    dataDir,
    page,
    shown,
    problems: watchProblems(page),
    exited: desktop.exited,
    // The stand-in has of Electron what the desktop uses, and the scenarios use no more.
    evaluate: desktop.evaluate as unknown as OpenedDesktop['evaluate'],
    async close() {
      await context.close()
      await desktop.kill()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

let browser: Browser
test.beforeAll(({ browser: given }) => {
  browser = given
})

test.describe('as with the real one', () => desktopScenarios(() => open(browser)))

test.describe('under the stand-in', () => {
  let desktop: StandInDesktop
  test.beforeEach(async () => {
    desktop = await open(browser)
    await expect(slot(desktop.page, 1)).toHaveAttribute('data-state', 'ready')
  })
  test.afterEach(() => desktop.close())

  test('starts in order: scheme, folder and lock, then the page under its policy, then one port', async () => {
    const { shown, dataDir, problems } = desktop
    const seen = await shown.desktop.evaluate(
      ({ app, BrowserWindow, ipcMain }) => ({
        before: app.beforeReady,
        userData: app.paths.userData,
        loaded: BrowserWindow.opened.map((window) => window.loaded),
        shown: BrowserWindow.opened.map((window) => window.shown),
        posted: BrowserWindow.opened[0]?.webContents.mainFrame.posted.map(({ channel }) => channel),
        handled: ipcMain.handled,
      }),
      null,
    )
    expect(seen).toEqual({
      before: ['registerSchemesAsPrivileged', 'setPath', 'requestSingleInstanceLock'],
      userData: join(dataDir, 'desktop'),
      loaded: [['flashline://app/']],
      shown: [true],
      posted: ['flashline:port'],
      handled: [],
    })
    expect(shown.requests[0]).toBe('flashline://app/')
    expect(shown.requests.filter((url) => !url.startsWith('flashline://app/'))).toEqual([])
    expect(problems).toEqual([])
  })

  test('a foreign page in the window gets no port', async () => {
    const { page, shown } = desktop
    await page
      .context()
      .route('https://evil.example/**', (route) =>
        route.fulfill({ contentType: 'text/html', body: '<title>evil</title>' }),
      )
    await page.addInitScript(() => {
      addEventListener('message', ({ ports }) => {
        document.title = `${ports.length} ports`
      })
    })
    // As if the lock on navigation had failed.
    await shown.desktop.evaluate(
      ({ BrowserWindow }) => BrowserWindow.opened[0]?.loadURL('https://evil.example/'),
      null,
    )
    expect(page.url()).toBe('https://evil.example/')
    expect(await portsGiven(shown)).toBe(1)
    expect(await page.title()).toBe('evil')
    await shown.desktop.evaluate(
      ({ BrowserWindow }) => BrowserWindow.opened[0]?.loadURL('flashline://app/'),
      null,
    )
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'ready')
    expect(await portsGiven(shown)).toBe(2)
  })

  test('a load and a crash of the page: a port each, the job goes on, the system stays awake for it', async () => {
    const { page, shown } = desktop
    const blockers = () =>
      shown.desktop.evaluate(({ powerSaveBlocker }) => [...powerSaveBlocker.active.values()], null)
    expect(await blockers()).toEqual([])
    await startSlot(page, 1)
    await page.reload()
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'running')
    expect(await portsGiven(shown)).toBe(2)
    await expect.poll(blockers).toEqual(['prevent-app-suspension'])
    await shown.desktop.evaluate(
      ({ BrowserWindow }) => BrowserWindow.opened[0]?.webContents.crash('crashed'),
      null,
    )
    await expect(slot(page, 1)).toHaveAttribute('data-state', 'passed', { timeout: 60_000 })
    await expect(page.getByTestId('recent-job')).toHaveCount(1)
    expect(await portsGiven(shown)).toBe(3)
    await expect.poll(blockers).toEqual([])
  })

  test('a second desktop on the same folder is refused by the station, and says why', async () => {
    // Its own lock is granted here, as on another computer's share.
    const second = runDesktop({ args: ['--practice', '--data', desktop.dataDir] })
    expect(await second.exited).toBe(2)
    await expect(slot(desktop.page, 1)).toHaveAttribute('data-state', 'ready')
  })
})

function portsGiven({ desktop }: ShownDesktop): Promise<number> {
  return desktop.evaluate(
    ({ BrowserWindow }) => BrowserWindow.opened[0]?.webContents.mainFrame.posted.length ?? 0,
    null,
  )
}
