// When the program looks for, fetches and installs a newer one of itself: by the real electron-updater and a release server.
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CancellationToken } from 'electron-updater'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Updates } from '../../../main/hosts/electron/updates.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import { HandPause, UpdateBench, untilStep } from './update-bench.ts'
import { openUpdateFeed, type UpdateFeed } from './update-feed.ts'

let feed: UpdateFeed
let bench: UpdateBench
let hand: HandPause
let updates: Updates
let distrusted: FlashlineError | null
const warn = vi.fn()

beforeEach(async () => {
  // As its launcher says it to a running AppImage.
  vi.stubEnv('APPIMAGE', '/opt/Flashline.AppImage')
  feed = await openUpdateFeed('1.4.0')
  bench = new UpdateBench()
  hand = new HandPause()
  distrusted = null
  updates = new Updates({
    updater: feed.updater,
    createToken: () => new CancellationToken(),
    disconnect: feed.disconnect,
    distrust: () => distrusted,
    bench,
    pause: hand.pause,
    logger: { info: () => {}, warn, error: () => {} },
  })
})

afterEach(async () => {
  updates.close()
  vi.unstubAllEnvs()
  await feed.close()
})

const packages = () => feed.asked.filter((path) => path.endsWith('.AppImage'))
const pending = () => (existsSync(feed.pendingDir) ? readdirSync(feed.pendingDir) : [])
const follow = (automatic: boolean) => updates.follow({ url: feed.url, automatic })

describe('looking', () => {
  it('asks nobody without an address', async () => {
    await updates.check()
    expect(updates.state).toEqual({ step: 'off' })
    expect(hand.waits).toEqual([])
  })

  it('looks a minute after the start and every six hours', async () => {
    feed.release({ version: '1.4.0' })
    follow(false)
    expect(hand.waits).toEqual([60_000])
    expect(feed.asked).toEqual([])
    hand.pass()
    await vi.waitFor(() => expect(hand.waits).toEqual([60_000, 21_600_000]))
    expect(feed.asked).toHaveLength(1)
    expect(updates.state).toEqual({ step: 'idle' })
    hand.pass()
    await vi.waitFor(() => expect(feed.asked).toHaveLength(2))
  })

  it('tells of a newer version and fetches nothing that nobody wanted', async () => {
    feed.release({ version: '1.5.0' })
    follow(false)
    await updates.check()
    expect(updates.state).toEqual({ step: 'available', version: '1.5.0' })
    expect(packages()).toEqual([])
    expect(feed.updater.autoInstallOnAppQuit).toBe(false)
  })

  it.each(['1.3.9', '1.4.0', '1.4.0-beta.1'])('never goes back: %s', async (version) => {
    feed.release({ version })
    follow(true)
    await updates.check()
    expect(updates.state).toEqual({ step: 'idle' })
    expect(packages()).toEqual([])
  })

  it.each([
    { percentage: 0, step: 'idle' },
    { percentage: 100, step: 'available' },
  ])('takes part in a staged release of $percentage %: $step', async ({ percentage, step }) => {
    feed.release({ version: '1.5.0', feed: `stagingPercentage: ${percentage}\n` })
    follow(false)
    await updates.check()
    expect(updates.state.step).toBe(step)
  })

  it.each([
    { feed: 'a server without a feed', cause: 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND', version: null },
    { feed: 'a version that is none', cause: 'ERR_UPDATER_INVALID_VERSION', version: 'newest' },
  ])('says what is wrong with $feed', async ({ version, cause }) => {
    if (version !== null) feed.release({ version })
    follow(true)
    await updates.check()
    const { host } = new URL(feed.url)
    expect(updates.state).toMatchObject({
      step: 'failed',
      error: { code: 'UPDATE_FAILED', context: { host, cause } },
    })
    expect(warn).toHaveBeenCalledWith({ code: 'UPDATE_FAILED', host, cause }, 'update')
    feed.release({ version: '1.4.0' })
    await updates.check()
    expect(updates.state).toEqual({ step: 'idle' })
  })

  it('asks nobody where nothing would prove the answer', async () => {
    distrusted = new FlashlineError('UPDATE_UNTRUSTED', { cause: 'unsigned' })
    feed.release({ version: '1.5.0' })
    follow(true)
    await updates.check()
    expect(updates.state).toEqual({ step: 'failed', error: distrusted })
    expect(feed.asked).toEqual([])
  })

  it('forgets what it found when the address is taken away', async () => {
    feed.release({ version: '1.5.0' })
    follow(false)
    await updates.check()
    updates.follow({ url: '', automatic: false })
    expect(updates.state).toEqual({ step: 'off' })
    await updates.download()
    expect(packages()).toEqual([])
  })
})

describe('fetching and installing', () => {
  it('fetches by itself when a lead said so, and has it installed at the end of the program', async () => {
    feed.release({ version: '1.5.0' })
    follow(true)
    await updates.check()
    expect(updates.state).toEqual({ step: 'ready', version: '1.5.0' })
    const file = join(feed.pendingDir, 'Flashline-1.5.0-linux-x64.AppImage')
    expect(readFileSync(file).equals(feed.packageBytes)).toBe(true)
    expect(feed.updater.autoInstallOnAppQuit).toBe(true)
    updates.holdInstallation()
    expect(feed.updater.autoInstallOnAppQuit).toBe(false)
  })

  it('refuses bytes that are not those of the feed, and keeps none of them', async () => {
    feed.release({ version: '1.5.0', sha512: Buffer.alloc(64).toString('base64') })
    follow(true)
    await updates.check()
    expect(updates.state).toMatchObject({
      step: 'failed',
      error: { code: 'UPDATE_UNTRUSTED', context: { cause: 'ERR_CHECKSUM_MISMATCH' } },
    })
    expect(pending().filter((name) => name.endsWith('.AppImage'))).toEqual([])
  })

  it('waits until no job runs', async () => {
    feed.release({ version: '1.5.0' })
    bench.run(3)
    follow(true)
    const checked = updates.check()
    await untilStep(updates, 'available')
    bench.run(1)
    expect(packages()).toEqual([])
    bench.run(0)
    await checked
    expect(updates.state.step).toBe('ready')
  })

  it('lets go of the network when a job starts, and begins again after it', async () => {
    feed.release({ version: '1.5.0' })
    const half = new Promise<void>((resolve) => {
      feed.answerPackage((request, response) => {
        response.writeHead(200, { 'content-length': feed.packageBytes.length })
        response.write(feed.packageBytes.subarray(0, 100_000), () => bench.run(1))
        void once(response, 'close').then(() => resolve())
        request.resume()
      })
    })
    follow(true)
    const checked = updates.check()
    await half
    await untilStep(updates, 'available')
    expect(packages()).toHaveLength(1)
    feed.answerPackage((_request, response) => response.end(feed.packageBytes))
    bench.run(0)
    await checked
    expect(updates.state).toEqual({ step: 'ready', version: '1.5.0' })
    expect(packages()).toHaveLength(2)
  })

  it('installs when asked, after the station was stopped, and never while a job runs', async () => {
    const install = vi.spyOn(feed.updater, 'quitAndInstall').mockImplementation(() => {})
    feed.release({ version: '1.5.0' })
    follow(false)
    const stop = async (last: () => void) => last()
    expect(updates.install(stop)).toBe(false)
    await updates.check()
    await Promise.all([updates.download(), updates.download()])
    expect(packages()).toHaveLength(1)
    bench.run(1)
    expect(updates.install(stop)).toBe(false)
    expect(install).not.toHaveBeenCalled()
    bench.run(0)
    const lasts: (() => void)[] = []
    expect(updates.install(async (last) => void lasts.push(last))).toBe(true)
    expect(install).not.toHaveBeenCalled()
    for (const last of lasts) last()
    expect(install).toHaveBeenCalledWith(false, true)
  })

  it('gives up a download when the address changes', async () => {
    feed.release({ version: '1.5.0' })
    let closed: Promise<unknown> = Promise.resolve()
    const begun = new Promise<void>((resolve) => {
      feed.answerPackage((_request, response) => {
        closed = once(response, 'close')
        response.writeHead(200, { 'content-length': feed.packageBytes.length })
        response.write(feed.packageBytes.subarray(0, 1000), () => resolve())
      })
    })
    follow(true)
    const checked = updates.check()
    await begun
    updates.follow({ url: '', automatic: false })
    await Promise.all([checked, closed])
    expect(updates.state).toEqual({ step: 'off' })
    expect(pending().filter((name) => name.endsWith('.AppImage'))).toEqual([])
  })
})
