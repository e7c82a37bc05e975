// Builds the program when it was never built or a source is newer than the build. Its words go to standard error: what
// the program prints afterwards may be read by another program.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const sources = [
  'main',
  'preload',
  'renderer',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
]
const built = [
  'out/main/cli.js',
  'out/main/electron.js',
  'out/main/station.js',
  'out/preload/index.cjs',
  'out/renderer/index.html',
]

/** True when the program can be run. */
export function buildWhenStale(root) {
  if (oldest(root) >= newest(sources.map((source) => join(root, source)))) return true
  console.error('Building Flashline ...')
  const builder = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const { status } = spawnSync(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  return status === 0
}

/** When the oldest of the built files was written; 0 when one is missing. */
function oldest(root) {
  return Math.min(...built.map((file) => statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))
}

function newest(paths) {
  let latest = 0
  for (const path of paths) {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found === undefined) continue
    // A folder's own time tells of files that were removed.
    latest = Math.max(latest, found.mtimeMs)
    if (found.isDirectory())
      latest = Math.max(latest, newest(readdirSync(path).map((name) => join(path, name))))
  }
  return latest
}
