// A child of a keeper that does what a test says: no process, no ports, only what goes over the line.

import type { StationChild } from '../../../main/hosts/station-process/station-keeper.ts'
import type { FromStation, ToStation } from '../../../main/hosts/station-process/station-messages.ts'

export class ScriptedPort {
  closed = 0
  close(): void {
    this.closed += 1
  }
}

export class ScriptedChild implements StationChild<ScriptedPort> {
  readonly posted: { readonly message: ToStation; readonly ports: readonly ScriptedPort[] }[] = []
  killed = 0
  #onMessage: (message: unknown) => void = () => {}
  #onExit: (facts: object) => void = () => {}

  post(message: ToStation, ports: readonly ScriptedPort[] = []): void {
    this.posted.push({ message, ports })
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener
  }
  onExit(listener: (facts: object) => void): void {
    this.#onExit = listener
  }
  kill(): void {
    this.killed += 1
    this.exit()
  }
  say(message: FromStation | object): void {
    this.#onMessage(message)
  }
  exit(): void {
    this.#onExit({ exitCode: 9 })
  }
}
