// A bench for updates: the jobs that run are a number, waiting is by hand.
import type { BenchFacts } from '../../../main/hosts/electron/bench-tally.ts'
import type { UpdateState, Updates } from '../../../main/hosts/electron/updates.ts'

export class UpdateBench {
  facts: BenchFacts = { running: 0, passed: 0, failed: 0, role: 'lead' }
  readonly #listeners = new Set<(facts: BenchFacts) => void>()

  listen(listener: (facts: BenchFacts) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  run(running: number): void {
    this.facts = { ...this.facts, running }
    for (const listener of [...this.#listeners]) listener(this.facts)
  }
}

export class HandPause {
  readonly waits: number[] = []
  #go: (() => void)[] = []

  readonly pause = (waitMs: number, signal: AbortSignal): Promise<void> => {
    this.waits.push(waitMs)
    return new Promise((resolve) => {
      this.#go.push(resolve)
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
  }

  /** All waits so far are over. */
  pass(): void {
    for (const go of this.#go.splice(0)) go()
  }
}

/** The next state with this step, or the present one. */
export function untilStep(updates: Updates, step: UpdateState['step']): Promise<UpdateState> {
  return new Promise((resolve) => {
    const look = (state: UpdateState) => {
      if (state.step !== step) return
      unlisten()
      resolve(state)
    }
    const unlisten = updates.listen(look)
    look(updates.state)
  })
}
