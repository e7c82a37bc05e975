import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { OpenedFiles } from '../../../main/hosts/electron/opened-files.ts'
import { fileOf, serveUiScheme } from '../../../main/hosts/electron/ui-scheme.ts'
import * as electron from '../../electron/stand-in.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

let dir: string
const opened = new OpenedFiles()
beforeEach(async () => {
  electron.reset()
  await electron.app.whenReady()
  dir = await mkdtemp(join(tmpdir(), 'flashline-scheme-'))
  await mkdir(join(dir, 'ui', 'assets'), { recursive: true })
  await writeFile(join(dir, 'ui', 'index.html'), '<!doctype html>')
  await writeFile(join(dir, 'secret'), 'secret')
})
afterEach(() => rm(dir, { recursive: true }))

async function ask(url: string, method = 'GET'): Promise<Response> {
  serveUiScheme(join(dir, 'ui'), opened)
  const handler = electron.protocol.handlers.get('flashline')
  if (handler === undefined) throw new Error('no handler')
  return handler({ url, method } as Request)
}

test('the page comes with its policy', async () => {
  const response = await ask('flashline://app/')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'")
  expect(await response.text()).toBe('<!doctype html>')
})

test.each([
  'flashline://app/missing.js',
  'flashline://app/assets',
  'flashline://other/index.html',
  'flashline://app/..%2fsecret',
  'flashline://app/%2e%2e/secret',
  'flashline://app/assets/..%2f..%2fsecret',
  'flashline://app/%00',
  'flashline://app/%zz',
])('%s is not there', async (url) => {
  expect((await ask(url)).status).toBe(404)
})

test('nothing is outside', () => {
  expect(fileOf('flashline://app/a/b.js', '/ui')).toBe(join('/ui', 'a', 'b.js'))
  expect(fileOf('flashline://app/..%2f..%2fetc/passwd', '/ui')).toBeNull()
})

test('a file that was opened is beside the screens, once', async () => {
  await writeFile(join(dir, 'a.bin'), 'image')
  const offered = await opened.offer(join(dir, 'a.bin'))
  const url = `flashline://app/opened/${'token' in offered ? offered.token : ''}`
  expect((await ask(url.replace('//app/', '//other/'))).status).toBe(404)
  expect((await ask(url, 'POST')).status).toBe(404)
  expect(await (await ask(url)).text()).toBe('image')
  expect((await ask(url)).status).toBe(404)
})

test('reading only', async () => {
  expect((await ask('flashline://app/', 'POST')).status).toBe(404)
})
