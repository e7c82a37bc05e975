// The desktop entry. Sizes the thread pool before anything can use it, then loads the desktop. Nothing here may wait
// for the program to be ready: it becomes ready only after this module has run.
import { sizeThreadPool } from '../size-thread-pool.ts'

sizeThreadPool(process.env)
const { startDesktop } = await import('./desktop.ts')
const { desktopLogger } = await import('./desktop-logger.ts')
void startDesktop({
  argv: process.argv.slice(1),
  preloadFile: `${import.meta.dirname}/../preload/index.cjs`,
  devServerUrl: process.env.ELECTRON_RENDERER_URL ?? null,
  openStation: async (options) =>
    (await import('./station-utility.ts')).openStationUtility(options, {
      stationFile: `${import.meta.dirname}/station.js`,
      env: process.env,
      logger: desktopLogger,
    }),
  openUpdates: async (bench) => (await import('./open-updates.ts')).openUpdates(bench, process.resourcesPath),
})
