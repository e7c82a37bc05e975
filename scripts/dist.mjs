// Makes the packages of this system, or with electron-builder's own options others: `npm run dist -- --linux deb --x64`.
// Never publishes: a release is looked at before it is put on a server (docs/releasing.md). FLASHLINE_BUILT=1: `out` is fresh.
import { spawnSync } from 'node:child_process'
import { argv, env, execPath, exit } from 'node:process'

/** Stands in the package until the settings of a station name its plant's server. */
const updateUrl = env.FLASHLINE_UPDATE_URL || 'https://flashline.internal/updates'

if (env.FLASHLINE_BUILT !== '1')
  run('node_modules/electron-vite/bin/electron-vite.js', 'build', '--logLevel', 'warn')
run('scripts/licences.ts')
run('scripts/sbom.ts')
run('node_modules/electron-builder/cli.js', ...argv.slice(2), '--publish', 'never')

/** A program for Node, from the folder of the project. */
function run(...program) {
  const { status } = spawnSync(execPath, program, {
    cwd: import.meta.dirname.replace(/[\\/]scripts$/, ''),
    env: { ...env, FLASHLINE_UPDATE_URL: updateUrl },
    stdio: 'inherit',
  })
  if (status !== 0) exit(status ?? 1)
}
