// A station as the desktop sees it, without a process: serves a router on every port, and dies and comes back when told.

import type { DesktopStation, PortHolder } from '../../../main/hosts/electron/desktop-station.ts'
import { servePort } from '../../../main/hosts/station-process/station-program.ts'
import type { Router } from '../../../main/station/router.ts'
import type { FlashlineError } from '../../../preload/contract/index.ts'

type Port = Parameters<DesktopStation['connect']>[0]

export interface FakeDesktopStation {
  readonly station: DesktopStation
  /** Who got a line, in order. */
  readonly holders: PortHolder[]
  closed(): number
  /** Every line is dead; then its process is there again. */
  crash(): void
  restart(): void
  giveUp(error: FlashlineError): void
  /** Lets close() come to its end; without this it does at once. */
  holdClose(): () => void
}

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

export function fakeDesktopStation(router: Router, practice = true): FakeDesktopStation {
  const holders: PortHolder[] = []
  const restarted: (() => void)[] = []
  const givenUp: ((error: FlashlineError) => void)[] = []
  let ports: Port[] = []
  let closed = 0
  let mayClose: Promise<void> = Promise.resolve()
  return {
    holders,
    closed: () => closed,
    crash() {
      for (const port of ports.splice(0)) port.close()
    },
    restart() {
      for (const listener of restarted) listener()
    },
    giveUp(error) {
      for (const listener of givenUp) listener(error)
    },
    holdClose() {
      const held = Promise.withResolvers<void>()
      mayClose = held.promise
      return held.resolve
    },
    station: {
      practice,
      connect(port, holder) {
        holders.push(holder)
        ports = [...ports, port]
        servePort({ router }, port, holder, quiet)
      },
      onRestarted: (listener) => void restarted.push(listener),
      onGivenUp: (listener) => void givenUp.push(listener),
      async close() {
        closed += 1
        await mayClose
        for (const port of ports.splice(0)) port.close()
      },
    },
  }
}
