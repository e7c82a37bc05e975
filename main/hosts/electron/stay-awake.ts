// The computer does not fall asleep while jobs run: a device whose image stops half-way may not start again. The screen may.
import { powerSaveBlocker } from 'electron'
import type { BenchWatch } from './bench-watch.ts'

export function stayAwakeWhileFlashing(bench: BenchWatch): void {
  let blocking: number | null = null
  bench.listen(({ running }) => {
    if (running > 0) blocking ??= powerSaveBlocker.start('prevent-app-suspension')
    else if (blocking !== null) {
      powerSaveBlocker.stop(blocking)
      blocking = null
    }
  })
}
