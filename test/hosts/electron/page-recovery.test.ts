import { beforeEach, expect, test, vi } from 'vitest'
import { desktopTexts } from '../../../main/hosts/electron/desktop-texts.ts'
import { recoverPage } from '../../../main/hosts/electron/page-recovery.ts'
import { handOverPorts } from '../../../main/hosts/electron/port-hand-over.ts'
import * as electron from '../../electron/stand-in.ts'
import { fakeStation } from '../fake-router.ts'
import { openTestWindow, settled } from './bench-bed.ts'
import { fakeDesktopStation } from './fake-desktop-station.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

beforeEach(() => electron.reset())

async function open() {
  const { window, seen } = await openTestWindow()
  const { station, holders, crash, restart, closed } = fakeDesktopStation(fakeStation().router)
  handOverPorts(window.webContents, station, 'flashline://app/')
  let nowMs = 0
  let quits = 0
  recoverPage({ window, texts: () => desktopTexts.en, quit: () => quits++, now: () => nowMs })
  await window.loadURL('flashline://app/')
  const contents = seen.webContents
  const loaded = () => new Promise((resolve) => contents.once('did-finish-load', resolve))
  /** Dies, and has loaded again. */
  const die = async () => {
    const again = loaded()
    contents.crash()
    await again
  }
  const close = () => {
    for (const { ports } of contents.mainFrame.posted) ports[0]?.close()
    crash()
  }
  return {
    ...{ seen, contents, die, loaded, holders, restart, close, closed },
    pass: (ms: number) => (nowMs += ms),
    quits: () => quits,
  }
}

test('a page that died is loaded again and gets a line of its own; the station is not touched', async () => {
  const { contents, die, holders, close, closed } = await open()
  await die()
  expect(contents.reloaded).toBe(1)
  expect(holders).toEqual(['page', 'page'])
  expect(contents.mainFrame.posted).toHaveLength(2)
  expect(electron.dialog.asked).toEqual([])
  expect(closed()).toBe(0)
  close()
})

test.each([
  ['load it again', 1, 3, 0],
  ['quit', 0, 2, 1],
])('the third death within a minute asks: %s', async (_what, answer, reloads, quits) => {
  const bed = await open()
  await bed.die()
  bed.pass(59_000)
  await bed.die()
  bed.pass(900)
  bed.contents.crash()
  const asked = await electron.dialog.askedTimes(1)
  expect(asked.options).toMatchObject({ buttons: ['Quit', 'Load the window again'], cancelId: 1 })
  expect(bed.contents.reloaded).toBe(2)
  electron.dialog.answer(answer)
  await settled()
  expect(bed.contents.reloaded).toBe(reloads)
  expect(bed.quits()).toBe(quits)
  bed.close()
})

test('three deaths over a longer time ask nothing', async () => {
  const bed = await open()
  for (let death = 0; death < 5; death += 1) {
    await bed.die()
    bed.pass(30_001)
  }
  expect(bed.contents.reloaded).toBe(5)
  expect(electron.dialog.asked).toEqual([])
  bed.close()
})

test('a page that ended of itself stays so', async () => {
  const { contents, close } = await open()
  contents.crash('clean-exit')
  expect(contents.reloaded).toBe(0)
  close()
})

test('a page that hangs: asked once; loading it again ends it first', async () => {
  const { seen, contents, loaded, close } = await open()
  seen.emit('unresponsive')
  seen.emit('unresponsive')
  expect(await electron.dialog.askedTimes(1)).toMatchObject({
    options: { buttons: ['Load the window again', 'Wait'], cancelId: 1 },
  })
  const again = loaded()
  electron.dialog.answer(0)
  await again
  expect(contents.reloaded).toBe(1)
  expect(electron.dialog.asked).toHaveLength(1)
  close()
})

test('a page that answers again takes the question back', async () => {
  const { seen, contents, close } = await open()
  seen.emit('unresponsive')
  await electron.dialog.askedTimes(1)
  seen.emit('responsive')
  await settled()
  expect(electron.dialog.open).toBe(0)
  expect(contents.reloaded).toBe(0)
  seen.emit('unresponsive')
  await electron.dialog.askedTimes(2)
  close()
})

test('a station that was started again: the page gets a new line; a page under way gets it when it has loaded', async () => {
  const { contents, holders, restart, loaded, close } = await open()
  restart()
  expect(holders).toEqual(['page', 'page'])
  expect(contents.mainFrame.posted).toHaveLength(2)
  const again = loaded()
  contents.reload()
  restart()
  expect(holders).toHaveLength(2)
  await again
  expect(holders).toHaveLength(3)
  contents.crashed = true
  restart()
  expect(holders).toHaveLength(3)
  close()
})
