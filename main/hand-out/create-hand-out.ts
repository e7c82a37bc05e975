// The hand-out of a station: HTTP for devices that can, TFTP for boot loaders that know nothing better.
import type { HandOut } from './hand-out.ts'
import { createHttpServer } from './http/http-server.ts'
import type { HandOutLog } from './log.ts'
import { createTftpServer } from './tftp/tftp-server.ts'

export interface HandOutOptions {
  /** Our addresses on the chosen interfaces, asked anew with every offer; none: HANDOUT_UNSET. */
  readonly hosts: () => readonly string[]
  /** Of HTTP; 0: any free one. TFTP has its own, which no device can be told. */
  readonly port: number
  readonly log: HandOutLog
}

export type RunningHandOut = HandOut & {
  /** Ends everything that is offered and under way. Idempotent. */
  close(): Promise<void>
}

export function createHandOut({ hosts, port, log }: HandOutOptions): RunningHandOut {
  const http = createHttpServer({ hosts, port, log })
  const tftp = createTftpServer({ hosts, log })
  return {
    http: (offer) => http.offer(offer),
    tftp: (offer) => tftp.offer(offer),
    async close() {
      await Promise.all([http.close(), tftp.close()])
    },
  }
}
