// One policy for the page, whichever door it comes through.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { contentSecurityPolicy } from '../../main/hosts/csp.ts'
import { serveUiScheme, uiUrl } from '../../main/hosts/electron/ui-scheme.ts'
import { startHeadless } from '../../main/hosts/headless/start-headless.ts'
import * as electron from '../electron/stand-in.ts'
import { fakeStation } from './fake-router.ts'

vi.mock('electron', () => import('../electron/stand-in.ts'))

let uiDir: string
beforeEach(async () => {
  electron.reset()
  uiDir = await mkdtemp(join(tmpdir(), 'flashline-csp-'))
  await writeFile(join(uiDir, 'index.html'), '<!doctype html>')
})
afterEach(() => rm(uiDir, { recursive: true }))

test('nothing inline, nothing evaluated, nothing from elsewhere', () => {
  const directives = new Map(
    contentSecurityPolicy('ws://127.0.0.1:4517')
      .split('; ')
      .map((directive) => {
        const [name = '', ...sources] = directive.split(' ')
        return [name, sources]
      }),
  )
  expect(directives.get('default-src')).toEqual(["'none'"])
  for (const closed of ['frame-ancestors', 'base-uri', 'form-action'])
    expect(directives.get(closed), closed).toEqual(["'none'"])
  const allowed = new Set([...directives.values()].flat())
  expect([...allowed].sort()).toEqual(["'none'", "'self'", 'data:', 'ws://127.0.0.1:4517'].sort())
  expect([...directives].filter(([, sources]) => sources.includes('data:')).map(([name]) => name)).toEqual([
    'img-src',
  ])
})

test('the desktop sends exactly it', async () => {
  await electron.app.whenReady()
  serveUiScheme(uiDir, { serve: async () => null })
  const handler = electron.protocol.handlers.get('flashline')
  const response = await handler?.(new Request(uiUrl))
  expect(response?.headers.get('content-security-policy')).toBe(contentSecurityPolicy())
})

test('the headless door sends exactly it, with its own socket besides', async () => {
  const quiet = { info: () => {}, warn: () => {}, error: () => {} }
  const token = 'a-token-of-the-test-0123456789'
  const { router } = fakeStation()
  const door = await startHeadless({ router, port: 0, uiDir, token, version: '1', logger: quiet })
  try {
    const { host } = new URL(door.url)
    const page = await fetch(door.url, { headers: { authorization: `Bearer ${token}` } })
    expect(page.headers.get('content-security-policy')).toBe(contentSecurityPolicy(`ws://${host}`))
    const refused = await fetch(door.url)
    expect(refused.headers.get('content-security-policy')).toBe(contentSecurityPolicy(`ws://${host}`))
  } finally {
    await door.close()
  }
})
