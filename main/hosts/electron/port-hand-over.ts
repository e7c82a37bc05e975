// Gives the page its line to the station: one end of a message channel per load of the page, to the top frame of our
// own page and to nobody else. The contract is served on the other end.
import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { MessageChannelMain, type WebContents } from 'electron'
import { createCaller } from '../../station/caller.ts'
import type { Router } from '../../station/router.ts'
import type { HostLogger } from '../host-logger.ts'
import { logUnexpected } from '../log-unexpected.ts'
import { originOf } from './ui-scheme.ts'

export function handOverPorts(
  contents: WebContents,
  router: Router,
  pageUrl: string,
  logger: HostLogger,
): void {
  const handler = new RPCHandler(router, { interceptors: [onError(logUnexpected(logger))] })
  // After the load the page listens; a reload gets a port of its own and the old one closes with its page.
  contents.on('did-finish-load', () => {
    const frame = contents.mainFrame
    if (frame.origin !== originOf(pageUrl)) return
    const { port1: ours, port2: theirs } = new MessageChannelMain()
    handler.upgrade(ours, { context: { caller: createCaller() } })
    ours.start()
    frame.postMessage('flashline:port', null, [theirs])
  })
}
