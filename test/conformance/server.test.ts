// The server suite on our local cloud: the real command, over HTTP, with a look into its database after every refusal.
import { afterAll, afterEach, beforeAll, it } from 'vitest'
import { Bench } from './server/bench.ts'
import { cases } from './server/cases.ts'
import { type DemoCloud, startDemoCloud } from './server/demo-cloud.ts'

let cloud: DemoCloud
let bench: Bench
beforeAll(async () => {
  cloud = await startDemoCloud()
  bench = new Bench(cloud.subject, cloud.ledger)
})
afterEach(() => bench.clean())
afterAll(() => cloud.close())

it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => one.run(bench))
