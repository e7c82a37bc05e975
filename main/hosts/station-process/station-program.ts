// The station in a process of its own, seen from inside: opens it when told, serves the contract on every port that
// arrives, closes it when told. Knows no carrier of processes: that is the line it is given.
import { asFlashlineError, FlashlineError } from '../../../preload/contract/index.ts'
import { createCaller } from '../../station/caller.ts'
import type { Station } from '../../station/station.ts'
import { createCallServer } from '../call-server.ts'
import type { HostLogger } from '../host-logger.ts'
import { type CallPort, portLine } from '../port-line.ts'
import type { PortHolder } from './kept-station.ts'
import { type FromStation, type OpenOptions, toStationSchema } from './station-messages.ts'

/** To the keeper. */
export interface StationLine {
  post(message: FromStation): void
  onMessage(listener: (message: unknown, ports: readonly CallPort[]) => void): void
}

export interface StationProgramOptions {
  readonly line: StationLine
  readonly openStation: (options: OpenOptions) => Promise<Station>
  readonly logger: HostLogger
}

/** What the keeper says wrongly is a defect of ours: it throws, which ends the process. */
export function runStation({ line, openStation, logger }: StationProgramOptions): void {
  let opening: Promise<Station> | null = null
  const opened = () => opening ?? Promise.reject(new FlashlineError('SOFTWARE', { message: 'not opened' }))

  line.onMessage(async (raw, ports) => {
    const message = toStationSchema.parse(raw)
    switch (message.type) {
      case 'open':
        opening ??= openStation(message.options)
        return line.post(await opening.then(ready, failed))
      case 'port': {
        const station = await opened()
        for (const port of ports) servePort(station, port, message.holder, logger)
        return
      }
      case 'close':
        // One that never opened has nothing to close.
        await opening
          ?.then((station) => station.close())
          .catch((error) => logger.error({ err: error }, 'close'))
        return line.post({ type: 'closed' })
    }
  })
}

/** The holder is said by whoever handed the port over, never by who speaks through it. */
export function servePort(
  { router }: Pick<Station, 'router'>,
  port: CallPort,
  holder: PortHolder,
  logger: HostLogger,
): void {
  createCallServer(router, logger).serve(portLine(port), createCaller(holder === 'program'))
  port.start()
}

const ready = ({ practice }: Station): FromStation => ({ type: 'ready', practice })

function failed(cause: unknown): FromStation {
  const { code, context } = asFlashlineError(cause)
  return { type: 'failed', code, context }
}
