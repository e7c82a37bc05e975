// `npm run fuzz`: the property tests of codecs and parsers, and hostile frames at the doors, with many more cases than a test
// run takes; `-- <name>` runs the files with that in their path, FLASHLINE_FUZZ_RUNS sets the number.
import { spawnSync } from 'node:child_process'

const runs = process.env.FLASHLINE_FUZZ_RUNS ?? '100000'
const asked = process.argv.slice(2)
const files = asked.length > 0 ? asked : ['property', 'codec', 'fuzz']
const args = ['run', '--project', 'unit', `--testTimeout=${24 * 3_600_000}`, ...files]
const { status } = spawnSync('vitest', args, {
  stdio: 'inherit',
  env: { ...process.env, FLASHLINE_FUZZ_RUNS: runs },
})
process.exit(status ?? 1)
