// A window of the stand-in and a bench whose facts a test sets, for the parts of the desktop that need no more.
import { BrowserWindow as RealWindow } from 'electron'
import type { BenchFacts } from '../../../main/hosts/electron/bench-tally.ts'
import type { BenchWatch } from '../../../main/hosts/electron/bench-watch.ts'
import { app, BrowserWindow } from '../../electron/stand-in.ts'

export const idle: BenchFacts = { running: 0, passed: 0, failed: 0, role: 'lead' }

export function fakeBench() {
  const listeners = new Set<(facts: BenchFacts) => void>()
  let facts = idle
  const bench: BenchWatch = {
    get facts() {
      return facts
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    listenSettings: () => {},
    close: () => listeners.clear(),
  }
  return {
    bench,
    set(next: Partial<BenchFacts>) {
      facts = { ...facts, ...next }
      for (const listener of listeners) listener(facts)
    },
  }
}

/** The same window twice: as the desktop's code sees it, and with what the stand-in remembers. */
export async function openTestWindow() {
  await app.whenReady()
  const window = new RealWindow({ title: 'Flashline' })
  const seen = BrowserWindow.opened.at(-1)
  if (seen === undefined) throw new Error('the stand-in is not in place of electron')
  return { window, seen }
}

/** Everything that was begun in this turn has come to a wait. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
