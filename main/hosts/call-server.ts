// Serves the contract on lines that carry whole messages: the WebSockets of the headless door and the message ports of
// the desktop, with the same limits. Not REST: headless/rest-door.ts.
import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { Caller } from '../station/caller.ts'
import type { Router } from '../station/router.ts'
import { isCallFrame } from './call-frame.ts'
import type { HostLogger } from './host-logger.ts'
import { limitCalls } from './limit-calls.ts'
import { logUnexpected } from './log-unexpected.ts'

/** Our own clients send none; who sends so many is broken or means harm. */
const mostMalformed = 100

export interface CallLine {
  onMessage(listener: (data: unknown) => void): void
  onClose(listener: () => void): void
  /** Never throws; what does not arrive any more is dropped. */
  send(message: string): void
  /** The far end does not speak the contract: hang up. */
  hangUp(): void
}

export interface CallServer {
  /** Until the line closes. One caller for each line. */
  serve(line: CallLine, caller: Caller): void
}

export function createCallServer(router: Router, logger: HostLogger): CallServer {
  const handler = new RPCHandler(router, {
    interceptors: [limitCalls()],
    // About the calls alone: an input that cannot even be read is the caller's, and not worth a line for each.
    clientInterceptors: [onError(logUnexpected(logger))],
  })
  return {
    serve(line, caller) {
      let malformed = 0
      const readable = (data: unknown) => {
        if (isCallFrame(data)) return true
        malformed += 1
        if (malformed === mostMalformed) {
          logger.warn({ malformed }, 'a caller was hung up on: its messages are none of the contract')
          line.hangUp()
        }
        return false
      }
      handler.upgrade(
        {
          onMessage: {
            addListener: (listener) =>
              line.onMessage((data) => {
                if (malformed < mostMalformed && readable(data)) listener(data)
              }),
          },
          onDisconnect: { addListener: (listener) => line.onClose(listener) },
          postMessage: (message: string) => line.send(message),
        },
        { context: { caller } },
      )
    },
  }
}
