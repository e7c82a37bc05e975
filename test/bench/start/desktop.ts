// One start of the compiled desktop under the stand-in for Electron: until its window is shown with the station open behind
// it. Chromium's own share is not in it.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runDesktop } from '../../electron/run-desktop.ts'
import { residentBytesOf } from '../station/process-use.ts'

export async function timeDesktop(): Promise<{ readonly shownMs: number; readonly stationBytes: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-start-'))
  const startedMs = performance.now()
  const desktop = runDesktop({ args: ['--practice', '--data', dataDir] })
  try {
    await desktop.evaluate(async ({ app, BrowserWindow }) => {
      const window =
        BrowserWindow.opened[0] ??
        (await new Promise<InstanceType<typeof BrowserWindow>>((resolve) => {
          app.once('browser-window-created', (_event, created) => resolve(created))
        }))
      if (!window.shown) await new Promise((resolve) => window.once('show', resolve))
    }, null)
    const shownMs = performance.now() - startedMs
    const pids = await desktop.evaluate(({ app }) => app.getAppMetrics().map(({ pid }) => pid), null)
    const bytes = await Promise.all(pids.map(residentBytesOf))
    return { shownMs, stationBytes: bytes.reduce((sum, one) => sum + one, 0) }
  } finally {
    await desktop.kill()
    await rm(dataDir, { recursive: true, force: true })
  }
}
