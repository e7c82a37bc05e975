// `flashline serve`: the station with its screens in a browser, until it is told to end.
import { randomBytes } from 'node:crypto'
import { type Command, Option } from 'commander'
import { FlashlineError } from '../../../../preload/contract/index.ts'
import type { PracticeKind } from '../../../station/practice.ts'
import type { Station } from '../../../station/station.ts'
import { hasDisplay } from '../../display.ts'
import type { Headless } from '../../headless/start-headless.ts'
import type { HostLogger } from '../../host-logger.ts'
import { openDataDir } from '../../open-data-dir.ts'
import { resourcesDir, uiDir } from '../../program-root.ts'
import { version } from '../../version.ts'
import type { CliIo } from '../cli-io.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { untilAborted } from '../until-aborted.ts'
import { portNumber } from '../whole-number.ts'

export const usualPort = 4517
const usualHost = '127.0.0.1'

interface ServeArguments {
  readonly host?: string
  readonly port?: number
  readonly data?: string
  readonly practice?: PracticeKind
  readonly open?: true
}

export function addServe(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  program
    .command('serve')
    .description('Run the station; its screens open in a browser at the address that is printed.')
    .option('--host <address>', `listen beyond this machine (default: ${usualHost} only)`)
    .option(
      '--port <number>',
      `listen here (default: ${usualPort}, or a free one when that is taken)`,
      portNumber,
    )
    .option('--data <dir>', 'where records, firmware and settings are kept')
    .addOption(
      new Option('--practice [kind]', 'practice bench: simulated devices and a cloud of its own')
        .choices(['boards', 'chips', 'lan'] satisfies PracticeKind[])
        .preset('boards'),
    )
    .option('--open', 'open the address in the default browser')
    .option('--no-restart', 'end when the station crashes, instead of starting it again at the same address')
    .addHelpText(
      'after',
      '\nFLASHLINE_UI_TOKEN in the environment fixes the token of the address (at least 16 characters);\nwithout it every start makes a new one.',
    )
    .action(async (given: ServeArguments) => {
      await serve(given, io, parts)
      finish(0)
    })
}

async function serve(given: ServeArguments, io: CliIo, parts: CliParts): Promise<void> {
  const token = uiToken(io)
  const dataDir = openDataDir(given.data)
  const station = await parts.openStation({
    dataDir,
    resourcesDir: resourcesDir(),
    practice: given.practice !== undefined,
    practiceKind: given.practice ?? 'boards',
    version,
  })
  try {
    const door = await openDoor(given, station, token, io, parts)
    try {
      io.keeper?.ready({ port: portOf(door.url), token })
      io.out(`Flashline is ready: ${door.entryUrl}\n`)
      if (station.practice) io.err('Practice bench: the devices are simulated, nothing real is flashed.\n')
      // After a crash the browser is there already.
      if (given.open && !io.keeper?.before && hasDisplay(io.platform, io.env))
        await parts.openBrowser(door.entryUrl).catch(() => {})
      await untilAborted(io.signal)
    } finally {
      await door.close()
    }
  } finally {
    await station.close()
  }
}

async function openDoor(
  given: ServeArguments,
  station: Station,
  token: string,
  io: CliIo,
  parts: CliParts,
): Promise<Headless> {
  const start = (port: number) =>
    parts.startHeadless({
      router: station.router,
      clientOf: station.clientOf,
      host: given.host ?? usualHost,
      port,
      uiDir: uiDir(),
      token,
      version,
      logger: stderrLogger(io),
    })
  const wanted = io.keeper?.before?.port ?? given.port
  if (wanted !== undefined) return start(wanted)
  try {
    return await start(usualPort)
  } catch (error) {
    if (error instanceof FlashlineError && error.code === 'PORT_IN_USE') return start(0)
    throw error
  }
}

/** A URL does not name the usual port of its scheme. */
const portOf = (url: string): number => Number(new URL(url).port) || 80

function uiToken({ env, keeper }: CliIo): string {
  const given = env.FLASHLINE_UI_TOKEN
  if (given === undefined || given === '') {
    return keeper?.before?.token ?? randomBytes(24).toString('base64url')
  }
  if (!/^[\x21-\x7e]{16,256}$/.test(given)) {
    throw new FlashlineError('INPUT_INVALID', { field: 'FLASHLINE_UI_TOKEN', leastCharacters: 16 })
  }
  return given
}

/** The station keeps its own log; the door's warnings go where the program was started. */
function stderrLogger(io: CliIo): HostLogger {
  const say = (facts: object, message: string) => {
    const error = 'err' in facts && facts.err instanceof Error ? `\n${facts.err.stack}` : ''
    io.err(`${message} ${JSON.stringify(facts)}${error}\n`)
  }
  return { info: () => {}, warn: say, error: say }
}
