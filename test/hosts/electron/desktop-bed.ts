// A desktop in a folder of its own, over a station of which a test decides what it says.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDesktop } from '../../../main/hosts/electron/desktop.ts'
import type { StationOptions } from '../../../main/station/station.ts'
import * as electron from '../../electron/stand-in.ts'
import { fakeStation } from '../fake-router.ts'
import { type FakeDesktopStation, fakeDesktopStation } from './fake-desktop-station.ts'

export class DesktopBed {
  readonly dir = mkdtempSync(join(tmpdir(), 'flashline-desktop-'))
  readonly dataArguments = ['--data', join(this.dir, 'data')]
  /** With what a station was asked for. */
  readonly asked: StationOptions[] = []
  readonly station = fakeStation()
  fake: FakeDesktopStation = fakeDesktopStation(this.station.router)

  constructor() {
    electron.reset()
  }

  /** The window, if one was opened. */
  async start(overrides: Partial<Parameters<typeof startDesktop>[0]> = {}) {
    await startDesktop({
      argv: [...this.dataArguments, '--practice'],
      preloadFile: '/program/out/preload/index.cjs',
      devServerUrl: null,
      openUpdates: async () => null,
      openStation: async (options) => {
        this.asked.push(options)
        return this.fake.station
      },
      ...overrides,
    })
    return electron.BrowserWindow.opened[0]
  }

  async opened(): Promise<electron.BrowserWindow> {
    const window = await this.start()
    if (window === undefined) throw new Error('no window was opened')
    return window
  }

  close(): void {
    for (const { webContents } of electron.BrowserWindow.opened)
      for (const { ports } of webContents.mainFrame.posted) ports[0]?.close()
    this.fake.crash()
    rmSync(this.dir, { recursive: true })
  }
}
