import { beforeEach, describe, expect, test, vi } from 'vitest'
import { desktopTexts } from '../../../main/hosts/electron/desktop-texts.ts'
import { holdUntilStopped } from '../../../main/hosts/electron/program-end.ts'
import { askAfterFailure } from '../../../main/hosts/electron/station-failure.ts'
import { FlashlineError } from '../../../preload/contract/index.ts'
import * as electron from '../../electron/stand-in.ts'
import { fakeBench, openTestWindow, settled } from './bench-bed.ts'

vi.mock('electron', () => import('../../electron/stand-in.ts'))

beforeEach(() => electron.reset())

async function open(running = 0) {
  const { window, seen } = await openTestWindow()
  const { bench, set } = fakeBench()
  set({ running })
  const closing = Promise.withResolvers<void>()
  let closes = 0
  const station = {
    close: () => {
      closes += 1
      return closing.promise
    },
  }
  let shutdowns = 0
  const onShutdown = () => {
    shutdowns += 1
  }
  const end = holdUntilStopped({ window, bench, station, texts: () => desktopTexts.en, onShutdown })
  return {
    window: seen,
    set,
    end,
    closes: () => closes,
    shutdowns: () => shutdowns,
    closed: closing.resolve,
    failed: closing.reject,
  }
}

test('without jobs the window closes when the station has stopped, and the program with it', async () => {
  const { window, closes, closed } = await open()
  window.close()
  expect(electron.dialog.asked).toEqual([])
  expect(closes()).toBe(1)
  expect(window.isDestroyed()).toBe(false)
  // Shown as busy until then.
  expect(window.progress).toBe(2)
  expect(window.title).toBe('Flashline – stopping…')
  window.close()
  electron.app.quit()
  expect(electron.app.exitCode).toBeNull()
  closed()
  expect(await electron.app.exited).toBe(0)
  expect(closes()).toBe(1)
})

test('a station that fails to stop does not keep the program', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  const { failed } = await open()
  electron.app.quit()
  failed(new Error('broken'))
  expect(await electron.app.exited).toBe(0)
  expect(said).toHaveBeenCalledOnce()
  said.mockRestore()
})

describe('with running jobs', () => {
  test.each(['the window is closed', 'the program quits'])(
    '%s: asked once, keeps on flashing',
    async (how) => {
      const { window, closes } = await open(3)
      const leave = () => (how === 'the window is closed' ? window.close() : electron.app.quit())
      leave()
      leave()
      const asked = await electron.dialog.askedTimes(1)
      expect(asked.options).toMatchObject({
        message: 'Devices are still being flashed: 3',
        buttons: ['Stop and quit', 'Keep on flashing'],
        defaultId: 1,
        cancelId: 1,
      })
      electron.dialog.answer(1)
      await settled()
      expect(electron.dialog.asked).toHaveLength(1)
      expect(closes()).toBe(0)
      expect(window.isDestroyed()).toBe(false)
      // The next time it is asked again.
      leave()
      await electron.dialog.askedTimes(2)
    },
  )

  test('yes stops the station, then the program', async () => {
    const { window, closes, closed } = await open(1)
    window.close()
    electron.dialog.answer(0)
    await settled()
    expect(closes()).toBe(1)
    expect(electron.app.exitCode).toBeNull()
    closed()
    expect(await electron.app.exited).toBe(0)
  })

  test.each(['query-session-end', 'session-end', 'shutdown'])(
    '%s asks nobody, stops the station, takes an open question back',
    async (name) => {
      const { window, closes, closed, shutdowns } = await open(2)
      window.close()
      await electron.dialog.askedTimes(1)
      expect(shutdowns()).toBe(0)
      const event = new electron.PreventableEvent()
      if (name === 'shutdown') electron.powerMonitor.emit(name, event)
      else window.emit(name, event)
      // Windows is not held up; the others wait for those who ask them to.
      expect(event.defaultPrevented).toBe(name === 'shutdown')
      expect(closes()).toBe(1)
      expect(electron.dialog.open).toBe(0)
      expect(shutdowns()).toBe(1)
      closed()
      expect(await electron.app.exited).toBe(0)
      expect(electron.dialog.asked).toHaveLength(1)
    },
  )

  test('an update stops the station and has the last word', async () => {
    const { end, closed } = await open(0)
    const last: string[] = []
    const stopped = end.stop(() => last.push('installed'))
    closed()
    await stopped
    expect(last).toEqual(['installed'])
    expect(electron.app.exitCode).toBeNull()
    electron.app.quit()
    expect(electron.app.exitCode).toBe(0)
  })
})

test.each([
  [0, 0],
  [1, 1],
])('a station that stays down: answer %i starts the program again %i times', async (answer, relaunched) => {
  const { window } = await openTestWindow()
  const { bench } = fakeBench()
  const station = { close: async () => {} }
  const end = holdUntilStopped({
    window,
    bench,
    station,
    texts: () => desktopTexts['zh-CN'],
    onShutdown: () => {},
  })
  const language = { language: 'zh-CN' as const, texts: desktopTexts['zh-CN'], listen: () => {} }
  electron.dialog.answer(answer)
  await askAfterFailure(new FlashlineError('STATION_CRASHED', { crashes: 3 }), {
    window,
    language,
    stop: end.stop,
  })
  expect(electron.dialog.asked[0]?.options).toMatchObject({ message: '工作站连续 3 次意外退出' })
  expect(await electron.app.exited).toBe(0)
  expect(electron.app.relaunched).toBe(relaunched)
})
