// What the window's page may not do: go elsewhere, open windows, embed pages, ask for devices or permissions.
// The page needs none of it; a flaw in the page must not gain it.
import type { App, Session, WebContents } from 'electron'

export function lockDown(app: App, session: Session, pageUrl: string): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents, pageUrl))
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
}

function lockContents(contents: WebContents, pageUrl: string): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  // The page may load itself again; no frame may go anywhere else.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isPage(event.url, pageUrl)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
}

function isPage(url: string, pageUrl: string): boolean {
  if (!URL.canParse(url)) return false
  const [asked, page] = [new URL(url), new URL(pageUrl)]
  return asked.protocol === page.protocol && asked.host === page.host && asked.pathname === page.pathname
}
