// `flashline profile` on real files: what is listed and shown, and mistakes as editors and CI read them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunOptions, run } from './cli-fixture.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flashline-profile-'))
  mkdirSync(join(dir, 'profiles'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const parts = { profileDesk: () => import('../../../main/station/profile-desk.ts') }
const profile = (args: string[], options: RunOptions = {}) => run(['profile', ...args], { ...options, parts })
const ours = { profileId: 'line-3', name: 'Line 3', protocol: 'xmodem', model: 'L3' }

test('list names where each comes from, and files left out', async () => {
  writeFileSync(join(dir, 'profiles', 'a.json'), JSON.stringify(ours))
  writeFileSync(join(dir, 'profiles', 'b.json'), JSON.stringify({ ...ours, profileId: 'b', colour: 1 }))
  const { status, out, err } = await profile(['list', '--data', dir])
  expect(status).toBe(0)
  expect(out).toMatch(/^ID +Protocol +From +Name\n/)
  expect(out).toMatch(/^line-3 +xmodem +plant +Line 3$/m)
  expect(out).toMatch(/^ymodem +ymodem +program +YMODEM receiver$/m)
  expect(err).toBe('b.json: left out: colour: unknownKey\n')
  const list = JSON.parse((await profile(['list', '--data', dir, '--json'])).out)
  expect(list.problems).toMatchObject([
    { code: 'PROFILE_INVALID', context: { file: 'b.json', place: 'colour' } },
  ])
})

test('show prints what can be kept as a file', async () => {
  const { status, out } = await profile(['show', 'xmodem', '--data', dir])
  expect(status).toBe(0)
  writeFileSync(join(dir, 'profiles', 'x.json'), out)
  const { out: json } = await profile(['show', 'xmodem', '--data', dir, '--json'])
  expect(JSON.parse(json)).toMatchObject({ origin: 'plant', hidesBuiltIn: true, profile: JSON.parse(out) })
  expect(await profile(['show', 'nope', '--data', dir])).toMatchObject({ status: 2, out: '' })
})

describe('check', () => {
  const check = (text: string, args: string[] = [], options: RunOptions = {}) => {
    const file = join(dir, 'new.json')
    writeFileSync(file, text)
    return profile(['check', file, ...args], options)
  }

  test('says so when there is nothing', async () => {
    expect(await check(JSON.stringify(ours))).toEqual({ status: 0, out: 'line-3: no mistakes.\n', err: '' })
  })

  test('names file, line, column, place and what is wrong, in both languages', async () => {
    const text = JSON.stringify({ ...ours, options: { maxRetries: 500, padding: 'aa' } }, null, 2)
    const file = join(dir, 'new.json')
    const { status, out } = await check(text)
    expect(status).toBe(2)
    expect(out).toBe(
      `${file}:7:5: options.maxRetries: At most 100.\n${file}:8:5: options.padding: One of: 1a | ff | 00.\n`,
    )
    const chinese = await check(text, [], { env: { LANG: 'zh_CN.UTF-8' } })
    expect(chinese.out).toContain('options.maxRetries: 不得大于 100。')
    const { total, mistakes } = JSON.parse((await check(text, ['--json'])).out)
    expect([total, mistakes[0].line]).toEqual([2, 7])
  })

  test('a file that is not there is the mistake of who typed it', async () => {
    const { status, err } = await profile(['check', join(dir, 'none.json')])
    expect(status).toBe(2)
    expect(err).toContain('INPUT_INVALID')
  })
})
