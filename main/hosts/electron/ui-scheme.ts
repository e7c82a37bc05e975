// The screens under `flashline://app/`, an origin of its own: `file:` would give the page the whole disk as its origin. Beside
// them, once each, the files that a person opened.
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { protocol } from 'electron'
import { contentSecurityPolicy } from '../csp.ts'
import type { OpenedFiles } from './opened-files.ts'

export const scheme = 'flashline'
export const uiUrl = `${scheme}://app/`

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
}

/** Must happen before the program is ready. */
export function declareUiScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true }
  protocol.registerSchemesAsPrivileged([{ scheme, privileges }])
}

export function serveUiScheme(uiDir: string, opened: Pick<OpenedFiles, 'serve'>): void {
  protocol.handle(scheme, async (request) => {
    const { host, pathname } = new URL(request.url)
    if (host !== 'app' || request.method !== 'GET') return new Response(null, { status: 404 })
    const openedFile = await opened.serve(pathname)
    if (openedFile !== null) return openedFile
    const file = fileOf(request.url, uiDir)
    if (file === null) return new Response(null, { status: 404 })
    const body = await readFile(file).catch(() => null)
    if (body === null) return new Response(null, { status: 404 })
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': contentSecurityPolicy(),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      },
    })
  })
}

/** `scheme://host`, also for schemes whose origin Node does not tell. */
export function originOf(url: string): string {
  const { protocol: scheme, host } = new URL(url)
  return `${scheme}//${host}`
}

/** The file of an address; null for another host or anything outside the folder. Pure. */
export function fileOf(url: string, uiDir: string): string | null {
  const { host, pathname } = new URL(url)
  if (host !== 'app') return null
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  const file = join(uiDir, path === '/' ? 'index.html' : path)
  const inside = relative(uiDir, file)
  return path.includes('\0') || inside.startsWith('..') || inside.startsWith(sep) || inside === ''
    ? null
    : file
}
