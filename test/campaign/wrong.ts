// Wrong things: everything that a station must refuse is offered to it, as temptingly as it comes. After each the device
// holds byte for byte what it held, the record says why, no cloud was told of a flash, and the order counts no more.
import assert from 'node:assert/strict'
import { buildDemoImage } from '../../main/practice/demo-image.ts'
import { versions } from './plant/kinds.ts'
import type { Figures, Scenario, ScenarioOptions } from './scenario.ts'
import { openWrongBench, type WrongBench } from './wrong/wrong-bench.ts'
import { type WrongCase, wrongCases } from './wrong/wrong-cases.ts'

export const scenario: Scenario = {
  name: 'wrong',
  what: 'every guard, with what tempts it most; a round is each of them once',
  rounds: { short: 1, full: 5 },
  run,
}

async function run({ rounds, seed, say, signal }: ScenarioOptions): Promise<Figures> {
  await using bench = await openWrongBench()
  // No two images are the same, so that none is in the library before its turn.
  let sizeBytes = 20_000 + (seed % 1000)
  const image = (version: string = versions.next.text) => {
    sizeBytes += 1
    return buildDemoImage({ productId: 'campaign', version }, sizeBytes)
  }
  let attempts = 0
  for (let round = 1; round <= rounds; round += 1)
    for (const one of wrongCases) {
      signal.throwIfAborted()
      await tempt(bench, one, image)
      attempts += 1
      say(`${one.guard}: ${one.input}: ${one.code}, nothing written`)
    }
  const guards = new Set(wrongCases.map(({ guard }) => guard))
  const codes = new Set(wrongCases.map(({ code }) => code))
  return { guards: guards.size, codes: codes.size, attempts }
}

async function tempt(
  bench: WrongBench,
  one: WrongCase,
  image: (version?: string) => Uint8Array,
): Promise<void> {
  const { guard, input, code } = one
  const said = `${guard}: ${input}`
  const held = new Map(Object.values(bench.units).map((unit) => [unit, Buffer.from(unit.unit.storage)]))
  const { orderId, unit, refused, held: justBefore = held.get(unit) } = await one.run(bench, image)
  const isRecord = typeof refused !== 'string'
  assert.equal(isRecord ? refused.error?.code : refused, code, said)
  assert.ok(justBefore?.equals(unit.unit.storage), `${said}: it was written`)
  if (isRecord) {
    const record = await bench.client.history.get({ jobId: refused.jobId })
    const { outcome, touched, deviceState, messages } = record
    assert.deepEqual([outcome, touched, deviceState], ['refused', false, 'untouched'], said)
    assert.deepEqual(messages, [], `${said}: a cloud is told of a flash`)
  }
  const { jobs } = await bench.client.history.list({ orderId })
  const passed = jobs.filter((job) => job.outcome === 'passed')
  const { counts } = await bench.order(orderId)
  assert.deepEqual([counts.units, counts.passed, counts.failed], [passed.length, passed.length, 0], said)
  for (const { slotId } of passed) {
    const flashed = Object.values(bench.units).find((candidate) => candidate.slotId === slotId)
    if (flashed) bench.restore(flashed)
  }
}
