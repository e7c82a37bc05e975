// The scenarios of the campaign, in the order in which they run. A new one is a file of its name here and a line below.
import type { Scenario } from './scenario.ts'

export const names = ['wrong', 'cable', 'kill', 'offline', 'storage', 'postgres', 'soak'] as const

export type ScenarioName = (typeof names)[number]

/** Loads only what is asked for. */
export async function scenarioOf(name: ScenarioName): Promise<Scenario> {
  const { scenario }: { readonly scenario?: Scenario } = await import(`./${name}.ts`)
  if (scenario?.name !== name) throw new Error(`${name}.ts exports no scenario of this name`)
  return scenario
}
