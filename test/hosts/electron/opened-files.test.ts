import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { desktopTexts } from '../../../main/hosts/electron/desktop-texts.ts'
import { mostWaiting, OpenedFiles } from '../../../main/hosts/electron/opened-files.ts'
import { createPageMoves } from '../../../main/hosts/electron/page-moves.ts'
import { largestUploadBytes } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { openTestWindow } from './bench-bed.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

let dir: string
let opened: OpenedFiles
beforeEach(async () => {
  electron.reset()
  dir = await mkdtemp(join(tmpdir(), 'flashline-opened-'))
  opened = new OpenedFiles()
})
afterEach(() => rm(dir, { recursive: true }))

async function offer(path: string): Promise<string> {
  const offered = await opened.offer(path)
  if ('refusal' in offered) throw new Error(offered.refusal)
  return offered.token
}

test('a file is given once, whole and with its name', async () => {
  const bytes = Buffer.alloc(700_001, 'flash')
  const path = join(dir, '固件 1.bin')
  await writeFile(path, bytes)
  const token = await offer(path)
  expect(token).toMatch(/^[0-9a-f]{32}$/)
  const answer = await opened.serve(`/opened/${token}`)
  expect(bytes.equals(new Uint8Array((await answer?.arrayBuffer()) ?? []))).toBe(true)
  expect(decodeURIComponent(answer?.headers.get('x-file-name') ?? '')).toBe('固件 1.bin')
  expect(answer?.headers.get('cache-control')).toBe('no-store')
  expect(await opened.serve(`/opened/${token}`)).toBeNull()
})

test('an empty file, and one behind a link of the file system', async () => {
  await writeFile(join(dir, 'empty.bin'), '')
  await symlink(join(dir, 'empty.bin'), join(dir, 'link.bin'))
  const answer = await opened.serve(`/opened/${await offer(join(dir, 'link.bin'))}`)
  expect(await answer?.text()).toBe('')
  expect(answer?.headers.get('x-file-name')).toBe('link.bin')
})

test('a file that shrinks meanwhile is no shorter file', async () => {
  const path = join(dir, 'a.bin')
  await writeFile(path, Buffer.alloc(1_000_000))
  const answer = await opened.serve(`/opened/${await offer(path)}`)
  await truncate(path, 10)
  await expect(answer?.arrayBuffer()).rejects.toThrow()
})

test('what is no file, or too large, is refused before anything is read', async () => {
  expect(await opened.offer(join(dir, 'missing.bin'))).toEqual({ refusal: 'fileMissing' })
  expect(await opened.offer(dir)).toEqual({ refusal: 'fileMissing' })
  await writeFile(join(dir, 'large.bin'), '')
  await truncate(join(dir, 'large.bin'), largestUploadBytes + 1)
  expect(await opened.offer(join(dir, 'large.bin'))).toEqual({ refusal: 'fileTooLarge' })
})

test.skipIf(process.platform === 'win32')('a pipe keeps nobody waiting', async () => {
  execFileSync('mkfifo', [join(dir, 'pipe.bin')])
  expect(await opened.offer(join(dir, 'pipe.bin'))).toEqual({ refusal: 'fileMissing' })
})

test('nothing else is given out, and what is never fetched is forgotten', async () => {
  await writeFile(join(dir, 'a.bin'), 'a')
  const first = await offer(join(dir, 'a.bin'))
  for (const pathname of ['/opened/', '/opened/..%2fa.bin', `/opened/${'0'.repeat(32)}`, `/${first}`])
    expect(await opened.serve(pathname), pathname).toBeNull()
  for (let more = 0; more < mostWaiting; more += 1) await offer(join(dir, 'a.bin'))
  expect(await opened.serve(`/opened/${first}`)).toBeNull()
})

test('the page is moved to links and files; other words and other kinds are passed over', async () => {
  await writeFile(join(dir, 'a.bin'), 'a')
  await writeFile(join(dir, 'b.FLKIT'), 'b')
  await writeFile(join(dir, 'notes.txt'), 'secret')
  const { window, seen } = await openTestWindow()
  const parts = { window, pageUrl: 'flashline://app/', opened, texts: () => desktopTexts.en }
  const moves = createPageMoves(parts)
  await moves.open(
    ['.', 'notes.txt', 'flashline://open/lan', 'flashline://open/%00', 'a.bin', 'b.FLKIT'],
    dir,
  )
  expect(seen.loaded[0]).toBe('flashline://app/#/lan')
  expect(seen.loaded[1]).toMatch(/^flashline:\/\/app\/#\/firmware\/opened\/[0-9a-f]{32},[0-9a-f]{32}$/)
  expect(seen.loaded).toHaveLength(2)
  expect(electron.dialog.asked).toEqual([])
})

test('a file chosen in the menu goes the same way; one that cannot be read is told', async () => {
  const { window, seen } = await openTestWindow()
  const moves = createPageMoves({
    window,
    pageUrl: 'flashline://app/',
    opened,
    texts: () => desktopTexts['zh-CN'],
  })
  await writeFile(join(dir, 'a.hex'), ':00000001FF')
  electron.dialog.answer(join(dir, 'a.hex'))
  await moves.chooseFile()
  expect(seen.loaded[0]).toContain('#/firmware/opened/')
  electron.dialog.answer(join(dir, 'gone.hex'))
  electron.dialog.answer(0)
  await moves.chooseFile()
  expect(electron.dialog.asked.at(-1)).toMatchObject({
    options: { message: '无法读取文件', detail: join(dir, 'gone.hex') },
  })
  expect(seen.loaded).toHaveLength(1)
})
