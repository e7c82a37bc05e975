// The commands that run until they are told to end: serve and cloud.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HeadlessOptions } from '../../../main/hosts/headless/start-headless.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { fakeStation } from '../fake-router.ts'
import { type RunOptions, run } from './cli-fixture.ts'

let dir: string
let doors: HeadlessOptions[]
let log: string[]
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-serve-'))
  doors = []
  log = []
})
afterEach(() => rmSync(dir, { recursive: true }))

/** Runs `serve` until it says that it is ready. */
async function serve(args: string[], options: RunOptions & { takenPort?: number; practice?: boolean } = {}) {
  const controller = new AbortController()
  const { router } = fakeStation()
  return run(['serve', '--data', join(dir, 'data'), ...args], {
    ...options,
    signal: controller.signal,
    onOut: () => setImmediate(() => controller.abort(new FlashlineError('JOB_CANCELLED'))),
    parts: {
      openStation: async ({ dataDir, practice }) => {
        log.push(`open ${dataDir} ${practice}`)
        return {
          router,
          practice: options.practice ?? practice,
          clientOf: () => null,
          close: async () => void log.push('station closed'),
        }
      },
      startHeadless: async (asked) => {
        doors.push(asked)
        if (asked.port === options.takenPort) throw new FlashlineError('PORT_IN_USE', { port: asked.port })
        const url = `http://127.0.0.1:${asked.port || 40000}/`
        return {
          url,
          entryUrl: `${url}?token=${asked.token}`,
          close: async () => void log.push('door closed'),
        }
      },
      openBrowser: async (url) => void log.push(`browser ${url}`),
      ...options.parts,
    },
  })
}

test('serve prints the address once it is ready, and ends in order', async () => {
  const { status, out, err } = await serve([])
  expect(status).toBe(0)
  const { token } = doors[0] ?? {}
  expect(token).toMatch(/^[\w-]{32}$/)
  expect(out).toBe(`Flashline is ready: http://127.0.0.1:4517/?token=${token}\n`)
  expect(err).toBe('')
  expect(log).toEqual([`open ${join(dir, 'data')} false`, 'door closed', 'station closed'])
  expect(doors[0]).toMatchObject({ host: '127.0.0.1', port: 4517 })
})

test('every start has its own token, unless one is given', async () => {
  await serve([])
  await serve([])
  await serve([], { env: { FLASHLINE_UI_TOKEN: 'a-token-for-the-fixture' } })
  const tokens = doors.map(({ token }) => token)
  expect(tokens[0]).not.toBe(tokens[1])
  expect(tokens[2]).toBe('a-token-for-the-fixture')
  const short = await serve([], { env: { FLASHLINE_UI_TOKEN: 'short' } })
  expect(short.status).toBe(2)
  expect(doors).toHaveLength(3)
})

test('a practice bench is said, also when nobody asked for one', async () => {
  expect((await serve([], { practice: true })).err).toContain('Practice')
  expect((await serve(['--practice'])).err).toContain('Practice')
})

test('a taken usual port: another one; a taken port that was asked for: 2, and the station is closed', async () => {
  const moved = await serve([], { takenPort: 4517 })
  expect(moved.out).toContain('http://127.0.0.1:40000/')
  expect(doors.map(({ port }) => port)).toEqual([4517, 0])
  const refused = await serve(['--port', '4600'], { takenPort: 4600 })
  expect(refused.status).toBe(2)
  expect(refused.err).toContain('PORT_IN_USE')
  expect(log.at(-1)).toBe('station closed')
})

test('--open opens a browser where there is a display only', async () => {
  await serve(['--open'])
  expect(log.filter((line) => line.startsWith('browser'))).toEqual([])
  const { out } = await serve(['--open'], { env: { DISPLAY: ':0' } })
  expect(log).toContain(`browser ${out.trim().split(' ').at(-1)}`)
})

test('a browser that does not open is no failure', async () => {
  const openBrowser = async () => {
    throw new Error('no browser')
  }
  expect((await serve(['--open'], { platform: 'darwin', parts: { openBrowser } })).status).toBe(0)
})
