// What the desktop itself has to know of the bench: running jobs, results that stand, who works there. One more client of
// the contract, on a port of its own; lives through restarts of the station's process.
import { setTimeout as wait } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { MessageChannelMain } from 'electron'
import type { Contract, Settings, StationEvent } from '../../../preload/contract/index.ts'
import { type BenchFacts, BenchTally, roleAtBench } from './bench-tally.ts'
import type { DesktopStation } from './desktop-station.ts'

export interface BenchWatch {
  readonly facts: BenchFacts
  /** Called after each change of the facts, until the returned function is. */
  listen(listener: (facts: BenchFacts) => void): () => void
  /** Called with the settings of the station as soon as they are known, and whenever they were set. */
  listenSettings(listener: (settings: Settings) => void): void
  close(): void
}

type Client = ContractRouterClient<Contract>

interface Told {
  set(facts: BenchFacts): void
  setSettings(settings: Settings): void
}

/** A station that ends the events at once must not be asked in a tight loop. */
const againMs = 1000

export function watchBench(station: Pick<DesktopStation, 'connect' | 'onRestarted'>): BenchWatch {
  const listeners = new Set<(facts: BenchFacts) => void>()
  let facts: BenchFacts = { running: 0, passed: 0, failed: 0, role: null }
  const settingsListeners: ((settings: Settings) => void)[] = []
  let settings: Settings | null = null
  let stop = new AbortController()

  const set = (next: BenchFacts) => {
    if (JSON.stringify(next) === JSON.stringify(facts)) return
    facts = next
    for (const listener of listeners) listener(facts)
  }
  const setSettings = (next: Settings) => {
    settings = next
    for (const listener of settingsListeners) listener(next)
  }
  const begin = () => {
    stop.abort()
    stop = new AbortController()
    const { signal } = stop
    const { port1: ours, port2: theirs } = new MessageChannelMain()
    // No job runs in a process that has gone.
    ours.once('close', () => {
      if (!signal.aborted) set({ ...facts, running: 0 })
    })
    signal.addEventListener('abort', () => ours.close(), { once: true })
    station.connect(theirs, 'program')
    const client: Client = createORPCClient(new RPCLink({ port: ours }))
    ours.start()
    void follow(client, { set, setSettings }, signal)
  }
  station.onRestarted(begin)
  begin()
  return {
    get facts() {
      return facts
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    listenSettings(listener) {
      settingsListeners.push(listener)
      if (settings) listener(settings)
    },
    close: () => stop.abort(),
  }
}

/** Until the signal says stop. A call on a dead port is never answered, so it ends there by itself. */
async function follow(client: Client, told: Told, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await followOnce(client, told, signal)
    } catch {
      // Events that are gone, or a station that is going: asked anew.
    }
    await wait(againMs, undefined, { signal }).catch(() => undefined)
  }
}

async function followOnce(client: Client, told: Told, signal: AbortSignal): Promise<void> {
  const set = (facts: BenchFacts) => {
    if (!signal.aborted) told.set(facts)
  }
  const snapshot = await client.station.snapshot(undefined, { signal })
  const tally = new BenchTally(snapshot)
  told.setSettings(snapshot.settings)
  // What is not known opens nothing; and running jobs are counted whatever becomes of this question.
  const askRole = async () => {
    const operators = await client.operators.list(undefined, { signal }).catch(() => null)
    tally.role = operators && roleAtBench(operators, tally.benchOperator)
    set(tally.facts)
  }
  await askRole()
  for await (const event of await client.station.events({ afterSeq: snapshot.seq }, { signal })) {
    tally.take(event)
    if (event.type === 'settingsChanged') told.setSettings(event.settings)
    if (tellsOfOperators(event)) await askRole()
    else set(tally.facts)
  }
}

function tellsOfOperators(event: StationEvent): boolean {
  return (
    event.type === 'benchOperatorChanged' ||
    (event.type === 'listsChanged' && event.lists.includes('operators'))
  )
}
