// What the window's page may not do: go elsewhere, open windows, embed pages, reach the network, ask for devices or for
// permissions that it does not use. The page needs none of it; a flaw in the page must not gain it.
import type { App, Session, WebContents } from 'electron'
import { originOf } from './ui-scheme.ts'

/** Whole screen for the floor view; the button that copies a digest. */
const usedPermissions: readonly string[] = ['fullscreen', 'clipboard-sanitized-write']

export interface LockParts {
  readonly app: App
  readonly session: Session
  readonly pageUrl: string
  /** Asked whenever the tools have been opened, however. */
  readonly mayUseDevTools: () => boolean
}

export function lockDown({ app, session, pageUrl, mayUseDevTools }: LockParts): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, pageUrl, mayUseDevTools))
  const isUsed = (permission: string, url: string | undefined, isMainFrame: boolean) =>
    isMainFrame && url !== undefined && isPage(url, pageUrl) && usedPermissions.includes(permission)
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(isUsed(permission, requestingUrl, isMainFrame)),
  )
  session.setPermissionCheckHandler((_contents, permission, _origin, { requestingUrl, isMainFrame }) =>
    isUsed(permission, requestingUrl, isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
  // The policy of the page says the same; this holds where a page would come without one.
  session.webRequest.onBeforeRequest((request, answer) => answer({ cancel: !mayLoad(request.url, pageUrl) }))
}

function lockContents(contents: WebContents, pageUrl: string, mayUseDevTools: () => boolean): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // The page may load itself again; no frame may go anywhere else.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isPage(event.url, pageUrl)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('devtools-opened', () => {
    if (!mayUseDevTools()) contents.closeDevTools()
  })
}

/** Our own page and what it made itself; during development the bundler's server, whose sockets tell of changes. */
function mayLoad(url: string, pageUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const [asked, page] = [new URL(url), new URL(pageUrl)]
  if (asked.protocol === 'blob:') return url.startsWith(`blob:${originOf(pageUrl)}/`)
  if (asked.protocol === 'data:' || asked.protocol === 'devtools:') return true
  if (asked.protocol === 'ws:') return page.protocol === 'http:' && asked.host === page.host
  return asked.protocol === page.protocol && asked.host === page.host
}

function isPage(url: string, pageUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const [asked, page] = [new URL(url), new URL(pageUrl)]
  return asked.protocol === page.protocol && asked.host === page.host && asked.pathname === page.pathname
}
