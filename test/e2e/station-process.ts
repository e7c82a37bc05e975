// The built station in a process of its own: an address with a token, a folder of its own.
import type { PracticeKind } from '../../main/station/practice.ts'
import type { Settings } from '../../preload/contract/model.ts'
import { type Before, type BuiltProgram, startBuilt } from './built-program.ts'

export interface RunningStation extends Pick<BuiltProgram, 'dataDir' | 'output' | 'close' | 'stop'> {
  /** With the token: what a person opens. */
  readonly url: string
}

export function startPracticeStation(kind: PracticeKind = 'boards'): Promise<RunningStation> {
  return serve(['serve', '--practice', kind])
}

/** As it comes out of the box: nothing was ever set. */
export function startUntouchedStation(): Promise<RunningStation> {
  return serve(['serve'])
}

/** The bench of a plant, with these settings from the start. */
export function startStation(settings: Partial<Settings>): Promise<RunningStation> {
  return serve(['serve'], { 'settings.json': JSON.stringify(settings) })
}

/** Stopped, and started again as it would be by its user. */
export async function startAgain({ stop, dataDir }: RunningStation): Promise<RunningStation> {
  await stop()
  return serve(['serve'], dataDir)
}

/** A station whose folder was used before. */
export function startUsedStation(before: (dataDir: string) => Promise<void>): Promise<RunningStation> {
  return serve(['serve'], before)
}

async function serve(args: readonly string[], before: Before = {}): Promise<RunningStation> {
  const { said, ...program } = await startBuilt(args, /http:\S+(?=\n)/, before)
  return { ...program, url: said }
}
