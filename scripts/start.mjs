// `npm start`: builds when needed and opens the station, in a window of its own where that is possible, else headless
// with a browser. `npm start -- --practice --data <dir>` passes its options on. What to do is decided in
// start-decision.ts; here the facts are gathered and the programs run.
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import { hasDisplay } from '../main/hosts/display.ts'
import { buildWhenStale } from './build-when-stale.mjs'
import { electronBinary } from './electron-binary.ts'
import { decideStart, desktopFailedToStart } from './start-decision.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const shellFolder = join(root, 'node_modules', 'electron')
const answerFile = join(root, 'node_modules', '.cache', 'flashline', 'desktop-shell.json')
const fetchMs = 5 * 60_000
const args = process.argv.slice(2)

// The child ends first, and cleanly; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child?.kill(signal))
let child = null

process.exitCode = buildWhenStale(root) ? await start() : 5

async function start() {
  let decision = decideStart(facts())
  if (decision.kind === 'ask') {
    remember(await ask())
    decision = decideStart(facts())
  }
  if (decision.kind === 'fetch') {
    decision = (await fetchShell())
      ? { kind: 'desktop' }
      : { kind: 'headless', reason: 'it could not be fetched' }
  }
  if (decision.kind === 'headless') return headless(decision.reason)
  const started = performance.now()
  const ended = await run(electronBinary(root) ?? '', ['.', ...args])
  if (desktopFailedToStart({ ...ended, ranMs: performance.now() - started })) {
    return headless('the desktop window did not start')
  }
  return ended.code ?? 1
}

async function headless(reason) {
  console.error(`No desktop window: ${reason}.`)
  const ended = await run(process.execPath, [join(root, 'out', 'main', 'cli.js'), 'serve', '--open', ...args])
  return ended.code ?? 1
}

function facts() {
  return {
    display: hasDisplay(process.platform, process.env),
    shellPresent: electronBinary(root) !== null,
    terminal: Boolean(process.stdin.isTTY && process.stderr.isTTY),
    answer: remembered(),
    linuxRoot: process.platform === 'linux' && process.getuid?.() === 0,
    args,
  }
}

async function ask() {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    console.error(
      'Flashline can run in a window of its own. Its desktop shell (Electron, about 120 MB) is not here yet.',
    )
    lines.once('SIGINT', () => process.exit(130))
    const answer = await lines.question('Fetch it now? Without it the screens open in your browser. [Y/n] ')
    return /^\s*(n|no)\s*$/i.test(answer) ? 'no' : 'yes'
  } finally {
    lines.close()
  }
}

function remembered() {
  try {
    const { answer } = JSON.parse(readFileSync(answerFile, 'utf8'))
    return answer === 'yes' || answer === 'no' ? answer : null
  } catch {
    return null
  }
}

function remember(answer) {
  mkdirSync(dirname(answerFile), { recursive: true })
  writeFileSync(answerFile, `${JSON.stringify({ answer })}\n`)
}

/** True when the binary is there afterwards. */
async function fetchShell() {
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1000)
  const show = () => {
    // After half a minute the fetching program shows a bar of its own.
    if (seconds() < 29) process.stderr.write(`\rFetching the desktop shell, ${seconds()} s (at most 300 s) `)
  }
  const ticker = setInterval(show, 1000)
  const timer = setTimeout(() => child?.kill(), fetchMs)
  show()
  try {
    const ended = await run(process.execPath, [join(shellFolder, 'install.js')])
    process.stderr.write('\n')
    return ended.code === 0 && facts().shellPresent
  } finally {
    clearInterval(ticker)
    clearTimeout(timer)
  }
}

/** Resolves when it has ended. */
function run(command, commandArgs) {
  return new Promise((resolve) => {
    child = spawn(command, commandArgs, { cwd: root, stdio: 'inherit' })
    child.once('error', () => resolve({ code: 127, signal: null }))
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
}
