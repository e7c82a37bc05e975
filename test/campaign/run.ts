// `npm run campaign`: runs the scenarios of this folder, one after the other, and prints what each measured. Leaves the
// figures in campaign/ (not in git); `--docs` writes them into docs/promises.md. Ends with 1 when a promise is broken.
import { parseArgs } from 'node:util'
import { writeFiguresIntoDocs } from './figures-in-docs.ts'
import { type Result, readResults, writeResult } from './results.ts'
import { names, type ScenarioName, scenarioOf } from './scenarios.ts'

const help = `npm run campaign -- [name...] [--rounds <n>] [--seed <n>] [--short] [--docs]

Names: ${names.join(', ')}; all of them, where none is given.
--rounds  what a round is, each scenario says; left out: as many as its full form has
--seed    repeats the decisions of an earlier run; left out: another each time
--short   the form that "npm test" runs
--docs    afterwards the figures of the last run of each scenario are written into docs/promises.md
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string' },
    short: { type: 'boolean', default: false },
    docs: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const wanted = positionals.length > 0 ? positionals : values.docs ? [] : names
const isKnown = (name: string): name is ScenarioName => names.some((known) => known === name)
const numbers = [values.rounds, values.seed].filter((given) => given !== undefined)
if (values.help) process.stdout.write(help)
else if (!wanted.every(isKnown) || !numbers.every((given) => /^\d{1,10}$/.test(given))) {
  process.stderr.write(help)
  process.exitCode = 2
} else process.exitCode = await main(wanted)

async function main(chosen: readonly ScenarioName[]): Promise<number> {
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort(new Error('ended by its user')))
  const results: Result[] = []
  for (const name of chosen) {
    if (stopping.signal.aborted) break
    const result = await runOne(name, stopping.signal)
    results.push(result)
    await writeResult(result)
  }
  if (values.docs) await writeFiguresIntoDocs(await readResults(names))
  const broken = results.filter(({ error }) => error !== null)
  for (const { name, seed, error } of broken) console.error(`BROKEN  ${name} (--seed ${seed}): ${error}`)
  console.log(`${results.length - broken.length} held, ${broken.length} broken`)
  return broken.length > 0 || stopping.signal.aborted ? 1 : 0
}

async function runOne(name: ScenarioName, signal: AbortSignal): Promise<Result> {
  const scenario = await scenarioOf(name)
  const forms = scenario.rounds ?? { short: 1, full: 1 }
  const rounds = Number(values.rounds ?? (values.short ? forms.short : forms.full))
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
  console.log(`\n${name}: ${scenario.what}\n${name}: --rounds ${rounds} --seed ${seed}`)
  const startedMs = performance.now()
  const say = (line: string) => console.log(`${name}: ${line}`)
  const done = (ended: Pick<Result, 'figures' | 'error'>): Result => ({
    ...{ name, rounds, seed, seconds: Math.round((performance.now() - startedMs) / 1000) },
    ...ended,
  })
  try {
    const figures = await scenario.run({ rounds, seed, say, signal })
    const width = Math.max(...Object.keys(figures).map((key) => key.length))
    for (const [key, value] of Object.entries(figures)) console.log(`  ${key.padEnd(width)}  ${value}`)
    return done({ figures, error: null })
  } catch (error) {
    if (error instanceof Error) console.error(error.stack)
    return done({ figures: {}, error: error instanceof Error ? error.message : String(error) })
  }
}
