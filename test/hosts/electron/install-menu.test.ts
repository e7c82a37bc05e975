// The menu as it hangs over the window: who sees what, and what becomes of an entry that was chosen.
import { beforeEach, expect, test, vi } from 'vitest'
import { desktopTexts } from '../../../main/hosts/electron/desktop-texts.ts'
import { installMenu } from '../../../main/hosts/electron/install-menu.ts'
import { OpenedFiles } from '../../../main/hosts/electron/opened-files.ts'
import { followPageLanguage } from '../../../main/hosts/electron/page-language.ts'
import { createPageMoves } from '../../../main/hosts/electron/page-moves.ts'
import { holdUntilStopped } from '../../../main/hosts/electron/program-end.ts'
import { type UpdateState, Updates } from '../../../main/hosts/electron/updates.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { fakeBench, openTestWindow, settled } from './bench-bed.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

beforeEach(() => electron.reset())

/** As far as the menu asks of them. */
class FakeUpdates extends Updates {
  now: UpdateState = { step: 'idle' }
  readonly done: string[] = []
  /** What the next look or fetch comes to. */
  next: UpdateState = { step: 'idle' }
  isBusy = false
  override get state(): UpdateState {
    return this.now
  }
  override async check(): Promise<void> {
    this.done.push('check')
    this.now = this.next
  }
  override async download(): Promise<void> {
    this.done.push('download')
    this.now = this.next
  }
  override install(stop: (last: () => void) => Promise<void>): boolean {
    if (this.isBusy) return false
    void stop(() => this.done.push('install'))
    return true
  }
}

async function open() {
  const { window, seen } = await openTestWindow()
  const { bench, set } = fakeBench()
  const language = followPageLanguage(window, 'en')
  const texts = () => language.texts
  const updates = new FakeUpdates(idleParts(bench))
  const end = holdUntilStopped({
    window,
    bench,
    texts,
    station: { close: async () => {} },
    onShutdown: () => {},
  })
  const moves = createPageMoves({ window, texts, pageUrl: 'flashline://app/', opened: new OpenedFiles() })
  const show = installMenu({
    ...{ window, bench, language, end, moves, updates: () => updates, mayUseDevTools: () => false },
    dataDir: '/data',
    logDir: '/data/practice',
  })
  const click = async (label: string) => {
    electron.Menu.getApplicationMenu()?.find(label).click()
    await settled()
  }
  const has = (label: string) =>
    electron.Menu.getApplicationMenu()
      ?.all()
      .some((item) => item.label === label)
  return { seen, set, updates, show, click, has }
}

function idleParts(bench: ReturnType<typeof fakeBench>['bench']): ConstructorParameters<typeof Updates>[0] {
  const updater = { on: () => updater }
  return {
    updater: updater as unknown as ConstructorParameters<typeof Updates>[0]['updater'],
    createToken: () => {
      throw new Error('nothing is fetched here')
    },
    disconnect: async () => {},
    distrust: () => null,
    bench,
    pause: () => new Promise(() => {}),
    logger: { info: () => {}, warn: () => {}, error: () => {} },
  }
}

test('updates are for leads, and the menu follows who works at the bench', async () => {
  const { set, has } = await open()
  expect(has('Look for updates')).toBe(true)
  set({ role: 'technician' })
  expect(has('Look for updates')).toBe(false)
  set({ role: 'lead' })
  expect(has('Look for updates')).toBe(true)
})

test('a look that fails says why; one that finds something asks nothing', async () => {
  const { updates, click } = await open()
  updates.next = { step: 'failed', error: new FlashlineError('UPDATE_FAILED', { host: 'updates.plant' }) }
  electron.dialog.answer(0)
  await click('Look for updates')
  expect(electron.dialog.asked[0]?.options).toMatchObject({
    detail: expect.stringContaining('UPDATE_FAILED'),
  })
  updates.next = { step: 'available', version: '2.0.0' }
  await click('Look for updates')
  expect(electron.dialog.asked).toHaveLength(1)
})

test('a version that is ready is installed after a clean stop, and never while jobs run', async () => {
  const { updates, show, click } = await open()
  updates.now = { step: 'ready', version: '2.0.0' }
  updates.isBusy = true
  show()
  electron.dialog.answer(0)
  await click('Install version 2.0.0 and start again')
  expect(electron.dialog.asked[0]?.options).toMatchObject({ message: 'Devices are being flashed' })
  updates.isBusy = false
  await click('Install version 2.0.0 and start again')
  expect(updates.done).toEqual(['install'])
})

test('kiosk hides the menu and brings it back', async () => {
  const { seen, click } = await open()
  await click('Kiosk')
  expect([seen.isKiosk(), seen.menuBar]).toEqual([true, false])
  await click('Kiosk')
  expect([seen.isKiosk(), seen.menuBar]).toEqual([false, true])
})

test('a folder that cannot be opened is told', async () => {
  const { click } = await open()
  const opening = vi.spyOn(electron.shell, 'openPath').mockResolvedValueOnce('no such folder')
  electron.dialog.answer(0)
  await click('Open log folder')
  expect(opening).toHaveBeenCalledWith('/data/practice')
  expect(electron.dialog.asked[0]?.options).toMatchObject({
    message: desktopTexts.en.folderFailed,
    detail: '/data/practice',
  })
  opening.mockRestore()
})

test('an entry of a screen moves the page; the hint names the rules beside the program', async () => {
  const { seen, click } = await open()
  await click('History')
  expect(seen.loaded).toEqual(['flashline://app/#/history'])
  electron.dialog.answer(null)
  await click('A device is not found…')
  expect(electron.dialog.asked).toHaveLength(1)
})
