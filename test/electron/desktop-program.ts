// Loaded before the compiled desktop under plain Node: `electron` is the stand-in, and the test at the other end of the IPC
// line shows the page and may run functions with the stand-in in hand, as Playwright does with a real one.
import { registerHooks } from 'node:module'
import { BrowserWindow } from './browser-window.ts'
import type { DesktopAsk, DesktopTell } from './desktop-line.ts'
import { createPortRelay } from './port-relay.ts'
import * as electron from './stand-in.ts'
import type { PageView } from './web-contents.ts'

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? {
          url: new URL('./stand-in.ts', import.meta.url).href,
          format: 'module-typescript',
          shortCircuit: true,
        }
      : next(specifier, context),
})

const tell = (message: DesktopTell) => {
  if (process.connected) process.send?.(message)
}
const relay = createPortRelay(tell)
const loads = new Map<number, (loaded: { origin: string }) => void>()
let lastLoad = 0

const shownByTest: PageView = {
  load(url) {
    lastLoad += 1
    tell({ tell: 'load', load: lastLoad, url })
    return new Promise((resolve) => loads.set(lastLoad, resolve))
  },
  move: (url) => tell({ tell: 'move', url }),
  gone: () => tell({ tell: 'gone' }),
  post: (channel, message, ports) =>
    tell({ tell: 'post', channel, message, ports: ports.map((port) => relay.carry(port)) }),
}
if (process.env.STAND_IN_PAGE === 'shown') BrowserWindow.view = shownByTest

process.on('message', async (message: DesktopAsk) => {
  if (relay.receive(message)) return
  switch (message.ask) {
    case 'evaluate':
      return tell({ tell: 'answer', id: message.id, ...(await evaluate(message.text, message.given)) })
    case 'loaded':
      loads.get(message.load)?.({ origin: message.origin })
      loads.delete(message.load)
      return
    case 'new-document':
      return relay.end()
  }
})
electron.app.once('stand-in-exit', async (code: number) => {
  await electron.endUtilities()
  process.exit(code)
})
// The test has gone: nothing of it may stay.
process.once('disconnect', () => electron.app.exit(1))

async function evaluate(text: string, given: unknown): Promise<{ value: unknown } | { error: string }> {
  try {
    const run: (module: typeof electron, given: unknown) => unknown = new Function(`return (${text})`)()
    return { value: await run(electron, given) }
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
