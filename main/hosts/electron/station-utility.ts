// Opens the station in Electron's utility process and keeps it there. Only after the program is ready.
import { type MessagePortMain, utilityProcess } from 'electron'
import type { StationOptions } from '../../station/station.ts'
import type { HostLogger } from '../host-logger.ts'
import { sizeThreadPool } from '../size-thread-pool.ts'
import { keepStation, type StationChild } from '../station-process/station-keeper.ts'
import type { DesktopStation } from './desktop-station.ts'

export interface StationUtilityOptions {
  /** The bundled program of the station's process. */
  readonly stationFile: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Gets what the process said before it ended by itself. */
  readonly logger: HostLogger
}

/** Jobs past their point of no return take this long to come to a safe end. */
const closeMs = 20_000
const lastWordsLength = 4_000

/** DATA_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL, INPUT_INVALID, STATION_CRASHED */
export function openStationUtility(
  { dataDir, resourcesDir, practice, practiceKind = 'boards', version }: StationOptions,
  { stationFile, env, logger }: StationUtilityOptions,
): Promise<DesktopStation> {
  return keepStation({
    start: () => fork(stationFile, stationEnv(env)),
    open: { dataDir, resourcesDir, practice, practiceKind, version },
    now: () => performance.now(),
    closeMs,
    logger,
  })
}

/** Nobody's options for Node reach the station, and its thread pool is sized before anything in it can run. */
function stationEnv(env: StationUtilityOptions['env']): Record<string, string> {
  const own = { ...env }
  sizeThreadPool(own)
  const left = ([name, value]: [string, string | undefined]): [string, string][] =>
    value === undefined || /^(NODE_OPTIONS|ELECTRON_)/.test(name) ? [] : [[name, value]]
  return Object.fromEntries(Object.entries(own).flatMap(left))
}

function fork(stationFile: string, env: Record<string, string>): StationChild<MessagePortMain> {
  const child = utilityProcess.fork(stationFile, [], { serviceName: 'Flashline station', stdio: 'pipe', env })
  let lastWords = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => {
      lastWords = (lastWords + text).slice(-lastWordsLength)
      process.stderr.write(text)
    })
  return {
    post: (message, ports = []) => child.postMessage(message, [...ports]),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.once('exit', (exitCode) => listener({ exitCode, lastWords })),
    kill: () => child.kill(),
  }
}
