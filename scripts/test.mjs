// The whole test run: installs what it needs where it may, checks, builds, runs every suite, names what was skipped and
// ends with one line `N passed, N failed`. In CI a missing tool fails the suites that need it; elsewhere they are named and
// left out.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { newScratchFolder } from './scratch.mjs'
import { installTools, tools } from './tools.mjs'

const folder = newScratchFolder()
let passed = 0
let failed = 0
/** Suites that could not run here; by name. */
const skipped = []

const missing = installTools()
for (const tool of missing) console.error(`MISSING ${tool.package} (${tool.file}): needed for ${tool.for}`)
const has = (...names) => process.env.CI || !missing.some((tool) => names.includes(tool.package))

const [isClean, isBuilt] = await Promise.all([
  runBeside('npm', ['run', '--silent', 'check']),
  runBeside('npm', ['run', '--silent', 'build'], { quiet: true }),
])
count('lint, types and layers', isClean)
count('build', isBuilt)
// Asks the registry, and only there: elsewhere a test run needs no network.
if (process.env.CI && isBuilt) count('audit', await runBeside('node', ['scripts/audit.ts']))
await vitest('unit')
await vitest('campaign')
if (process.platform === 'linux') await vitest('dist')
else console.error('NOT RUN: what a package holds; it is packed for Linux, on Linux')
if (has(...tools.map((tool) => tool.package).filter((name) => name !== 'chromium'))) {
  // The first holds an emulated machine to times of its own. Those of the second leave half of this one idle.
  await vitest('kernel')
  await Promise.all([vitest('targets'), vitestBelow('peers').then(() => vitestBelow('postgres'))])
} else console.error('NOT RUN: the targets suite (real boot loaders and host tools); see MISSING above')
// Beside nothing else: a bench of simulated boards that gets no time gives up, as boards do.
if (has('chromium')) await playwright()
else
  console.error('NOT RUN: the screens in a browser; install chromium, or `npx playwright install chromium`')

rmSync(folder, { recursive: true, force: true })
for (const name of skipped) console.error(`SKIPPED 1 suite: ${name}`)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

function count(name, ok) {
  if (ok) passed += 1
  else failed += 1
  if (!ok) console.error(`FAILED: ${name}`)
}

/** Beside another one, which goes first wherever both want the machine; shown when it has ended. */
function vitestBelow(project) {
  return vitest(project, { quiet: true, before: ['nice', '-n', '10'] })
}

/** `before`: the words of the command that come first. */
async function vitest(project, { before = [], ...how } = {}) {
  const file = join(folder, `${project}.json`)
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const [command, ...words] = [...before, 'vitest', 'run', '--project', project, ...options]
  const ok = await runBeside(command, words, how)
  const result = read(file)
  passed += result?.numPassedTests ?? 0
  failed += result?.numFailedTests ?? 0
  // A suite that could not even be loaded has no failed test, but it failed.
  if (!ok && !result?.numFailedTests) count(project, false)
}

async function playwright() {
  const file = join(folder, 'e2e.json')
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: file }
  const ok = await runBeside('playwright', ['test', '--reporter=list,json'], { env })
  const report = read(file)
  const stats = report?.stats
  skipped.push(...skippedIn(report?.suites ?? []))
  passed += stats?.expected ?? 0
  failed += (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)
  if (!ok && !stats?.unexpected) count('e2e', false)
}

/** The titles of what was skipped, in Playwright's report. */
function skippedIn(suites) {
  return suites.flatMap(({ specs = [], suites: below = [] }) => [
    ...specs
      .filter(({ tests }) => tests.some(({ status }) => status === 'skipped'))
      .map(({ title }) => title),
    ...skippedIn(below),
  ])
}

/** `quiet`: shown when it has ended, so that two at once can be read. */
async function runBeside(command, args, { quiet = false, env = {} } = {}) {
  const child = spawn(command, args, {
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', 'inherit'],
    env: { ...process.env, TMPDIR: folder, ...env },
  })
  const shown = []
  child.stdout?.on('data', (bytes) => shown.push(bytes))
  const [status] = await once(child, 'close')
  process.stdout.write(Buffer.concat(shown))
  return status === 0
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
