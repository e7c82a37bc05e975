// Shows the page of a desktop under the stand-in in a real browser: one http origin stands for `flashline://app/`, every
// request of the page is answered by the handler that the desktop registered, headers and all, and the compiled preload
// script runs before the page. What the page asks of its window (to go elsewhere, to open another) the desktop decides.
import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page, Route } from '@playwright/test'
import type { DesktopTell } from './desktop-line.ts'
import { type PageHears, type PageSays, pageSideScript } from './page-side.ts'
import { type RunningDesktop, runDesktop } from './run-desktop.ts'

const uiUrl = 'flashline://app/'
/** A secure context without a certificate, and nobody's host. */
export const standsFor = 'http://app.localhost/'
const preloadFile = new URL('../../out/preload/index.cjs', import.meta.url)
const names = { sayName: '__standInSay', hearName: '__standInHear' }

export interface ShownDesktop {
  readonly desktop: RunningDesktop
  /** The window's page. */
  readonly page: Page
  /** Everything that the page asked for, as the desktop saw it. */
  readonly requests: readonly string[]
}

/** The context must say in its user agent that it is Electron's: see `desktopUserAgent`. */
export async function showDesktop(context: BrowserContext, args: readonly string[]): Promise<ShownDesktop> {
  const page = await context.newPage()
  const requests: string[] = []
  const preloadText = await readFile(preloadFile, 'utf8')
  let working: Promise<unknown> = Promise.resolve()
  let asked: { url: string; load: number } | null = null
  // One after the other: a port must not speak before it was handed over.
  const next = (work: () => Promise<unknown>) => {
    working = working.then(work).catch(() => undefined)
  }
  const toPage = (heard: PageHears) => hears.add(heard)

  const desktop = runDesktop({
    args,
    view(message: DesktopTell) {
      if ('relay' in message) return toPage(message)
      if (message.tell === 'post') {
        const { channel, message: posted, ports } = message
        return toPage({ page: 'post', channel, message: posted, ports: [...ports] })
      }
      if (message.tell === 'move') next(() => page.goto(toBrowser(message.url)))
      if (message.tell === 'gone') next(() => page.goto('about:blank'))
      if (message.tell === 'load') next(() => load(message.url, message.load))
    },
  })
  const hears = gather((all) => page.evaluate(hearAll, [names.hearName, all] as const))

  async function load(url: string, number: number): Promise<void> {
    asked = { url, load: number }
    const target = toBrowser(url)
    if (page.url() === target) await page.reload()
    else await page.goto(target)
  }
  page.on('load', () => {
    const at = asked
    asked = null
    const url = fromBrowser(page.url())
    if (url === 'about:blank') return
    const origin = url.startsWith(uiUrl) ? 'flashline://app' : new URL(url).origin
    if (at) desktop.send({ ask: 'loaded', load: at.load, origin })
    else void desktop.evaluate(loadedAgain, { url, origin }).catch(() => undefined)
  })
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame()) return
    void desktop.evaluate(nowAt, fromBrowser(frame.url())).catch(() => undefined)
  })
  page.on('popup', async (popup) => {
    await desktop.evaluate(askToOpen, { url: popup.url() })
    await popup.close()
  })
  await page.exposeBinding(names.sayName, (_source, said: PageSays) => {
    if ('relay' in said) return desktop.send(said)
    if (said.page === 'title') return desktop.evaluate(titled, said.title).catch(() => undefined)
    hears.clear()
    desktop.send({ ask: 'new-document' })
  })
  await page.addInitScript({ content: pageSideScript(names, preloadText) })
  await context.route('**/*', (route) => answer(route).catch(() => route.abort().catch(() => undefined)))

  async function answer(route: Route): Promise<void> {
    const request = route.request()
    const url = fromBrowser(request.url())
    if (request.isNavigationRequest() && asked === null) {
      const isMainFrame = request.frame() === page.mainFrame()
      if (await desktop.evaluate(askToGo, { url, isMainFrame })) return route.abort('aborted')
    }
    requests.push(url)
    const { status, headers, body } = await desktop.evaluate(askScheme, { url, method: request.method() })
    await route.fulfill({ status, headers, body: Buffer.from(body) })
  }
  return { desktop, page, requests }
}

/** The browser's own, as Electron's says it. */
export function desktopUserAgent(userAgent: string): string {
  return `${userAgent.replace('Headless', '')} Electron/45.4.1`
}

const toBrowser = (url: string) => (url.startsWith(uiUrl) ? standsFor + url.slice(uiUrl.length) : url)
const fromBrowser = (url: string) => (url.startsWith(standsFor) ? uiUrl + url.slice(standsFor.length) : url)

/** Sends what gathers while the last batch is on its way, in order. */
function gather(send: (all: PageHears[]) => Promise<unknown>) {
  let waiting: PageHears[] = []
  let sending = false
  const run = async () => {
    if (sending) return
    sending = true
    while (waiting.length > 0) await send(waiting.splice(0)).catch(() => undefined)
    sending = false
  }
  return {
    add(heard: PageHears) {
      waiting.push(heard)
      void run()
    },
    clear() {
      waiting = []
    },
  }
}

function hearAll([name, all]: readonly [string, PageHears[]]): void {
  const hear = Reflect.get(globalThis, name)
  if (typeof hear === 'function') hear(all)
}

type StandIn = Parameters<Parameters<RunningDesktop['evaluate']>[0]>[0]

function nowAt({ BrowserWindow }: StandIn, url: string): void {
  const contents = BrowserWindow.opened[0]?.webContents
  if (contents) contents.mainFrame.url = url
}

async function loadedAgain({ BrowserWindow }: StandIn, { url, origin }: { url: string; origin: string }) {
  await BrowserWindow.opened[0]?.webContents.loadedAgain(url, origin)
}

function titled({ BrowserWindow, PreventableEvent }: StandIn, title: string): void {
  BrowserWindow.opened[0]?.emit('page-title-updated', new PreventableEvent(), title, true)
}

/** True: it may not. */
function askToGo(
  { BrowserWindow, PreventableEvent }: StandIn,
  given: { url: string; isMainFrame: boolean },
): boolean {
  const event = Object.assign(new PreventableEvent(), given)
  BrowserWindow.opened[0]?.webContents.emit('will-frame-navigate', event)
  return event.defaultPrevented
}

function askToOpen({ BrowserWindow }: StandIn, given: { url: string }): string {
  return BrowserWindow.opened[0]?.webContents.openHandler?.(given).action ?? 'allow'
}

async function askScheme({ protocol, session }: StandIn, { url, method }: { url: string; method: string }) {
  let cancel = false
  session.defaultSession.webRequest.beforeRequest?.({ url }, (response) => {
    cancel = response.cancel === true
  })
  const handler = protocol.handlers.get(new URL(url).protocol.slice(0, -1))
  if (cancel || handler === undefined) throw new Error(`nobody answers ${url}`)
  const response = await handler(new Request(url, { method }))
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}
