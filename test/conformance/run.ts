// `npm run conformance`: the server suite against any service that speaks the upgrade API; without --url against a local
// cloud of this project, started for it as its user would. Prints one line a case, exits with 1 when one failed.
import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { Bench } from './server/bench.ts'
import { cases } from './server/cases.ts'
import { startDemoCloud } from './server/demo-cloud.ts'
import { type Subject, subjectSchema } from './server/subject.ts'

const help = `npm run conformance -- [--url <address> --subject <file|->] [--only <text>]

Without --url a local cloud of this project is started, tested and ended.
With --url the service there is tested. The subject is a JSON object, the first line of the file (- : standard input, or
the variable FLASHLINE_CONFORMANCE), as "flashline cloud --demo --json" prints it:
  {"url", "productId", "deviceIds": [four or more], "corpId", "reviewerId",
   "tokens": {"member", "reviewer", "platform", "device"}}
--url wins over the subject's own. The suite makes tasks in that product and takes them away again.
--only runs the cases whose name holds the text.
`

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    subject: { type: 'string' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) process.stdout.write(help)
else process.exitCode = await main()

async function main(): Promise<number> {
  if (values.url === undefined && values.subject === undefined) {
    const demo = await startDemoCloud()
    try {
      return await runAll(new Bench(demo.subject, demo.ledger))
    } finally {
      await demo.close()
    }
  }
  const subject = await readSubject()
  return subject === null ? 2 : runAll(new Bench(subject, null))
}

async function readSubject(): Promise<Subject | null> {
  const { url, subject } = values
  try {
    const source =
      subject === undefined
        ? (process.env.FLASHLINE_CONFORMANCE ?? '')
        : subject === '-'
          ? await text(process.stdin)
          : await readFile(subject, 'utf8')
    const given: unknown = JSON.parse(source.split('\n')[0] ?? '')
    return subjectSchema.parse({ ...Object(given), ...(url === undefined ? {} : { url }) })
  } catch (error) {
    process.stderr.write(
      `The subject cannot be read: ${error instanceof Error ? error.message : error}\n\n${help}`,
    )
    return null
  }
}

async function runAll(bench: Bench): Promise<number> {
  let failed = 0
  const wanted = cases.filter(({ name }) => name.includes(values.only))
  for (const { name, run } of wanted) {
    try {
      await run(bench)
      process.stdout.write(`ok      ${name}\n`)
    } catch (error) {
      failed += 1
      process.stdout.write(`FAILED  ${name}\n        ${error instanceof Error ? error.message : error}\n`)
    } finally {
      await bench.clean()
    }
  }
  process.stdout.write(`${wanted.length - failed} passed, ${failed} failed\n`)
  return failed === 0 ? 0 : 1
}
