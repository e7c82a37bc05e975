// Updates with the real electron-updater, for a copy of the program that an installer put there; others have none.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { app } from 'electron'
import type { BenchWatch } from './bench-watch.ts'
import { desktopLogger } from './desktop-logger.ts'
import { distrustOf, isUpdatable } from './update-trust.ts'
import { Updates } from './updates.ts'

/** `resourcesPath`: Electron's own, where electron-builder's note lies. Null: nothing to update. */
export async function openUpdates(bench: BenchWatch, resourcesPath: string): Promise<Updates | null> {
  const { platform, env } = process
  const packageNote = app.isPackaged ? readNote(join(resourcesPath, 'app-update.yml')) : null
  if (!isUpdatable({ isPackaged: app.isPackaged, platform, env, packageNote })) return null
  const { autoUpdater, CancellationToken } = (await import('electron-updater')).default
  const updates = new Updates({
    updater: autoUpdater,
    createToken: () => new CancellationToken(),
    disconnect: () => autoUpdater.netSession.closeAllConnections(),
    distrust: (url) => distrustOf({ platform, packageNote }, url),
    bench,
    pause: (waitMs, signal) => wait(waitMs, undefined, { signal, ref: false }).catch(() => undefined),
    logger: desktopLogger,
  })
  bench.listenSettings((settings) => updates.follow(settings.updates))
  return updates
}

function readNote(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
