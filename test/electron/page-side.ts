// Runs in the browser before the page: loads the compiled preload script with a `require('electron')` of its own and
// gives it real message ports, whose far ends are carried to the desktop's process. Nothing of it is left for the page.
import type { RelayMessage } from './port-relay.ts'

/** From the page: what its ports say, that a document has begun, how it is called. */
export type PageSays =
  | RelayMessage
  | { readonly page: 'begun' }
  | { readonly page: 'title'; readonly title: string }

/** To the page. Data is text or bytes, as the contract's calls are. */
export type PageHears =
  | RelayMessage
  | { readonly page: 'post'; readonly channel: string; readonly message: unknown; readonly ports: number[] }

export interface PageSideNames {
  /** The binding of the browser that takes what the page says, and the function that hears. */
  readonly sayName: string
  readonly hearName: string
}

/** What the browser runs before the page. As one text: the page's policy lets nobody make code of text there. */
export function pageSideScript(names: PageSideNames, preloadText: string): string {
  return `(${pageSide.toString()})(${JSON.stringify(names)}, (require, module, exports) => {${preloadText}\n})`
}

type Preload = (require: (name: string) => object, module: { exports: object }, exports: object) => void

/** Handed to the browser as text: it sees nothing of this module. */
function pageSide({ sayName, hearName }: PageSideNames, preload: Preload): void {
  const scope = globalThis as unknown as Record<string, unknown>
  const sayIt = scope[sayName] as (said: PageSays) => Promise<void>
  delete scope[sayName]
  if (window.top !== window) return
  // In order, and each only once the one before has arrived.
  let saying = Promise.resolve()
  const say = (said: PageSays) => {
    saying = saying.then(() => sayIt(said)).catch(() => undefined)
  }
  const ends = new Map<number, MessagePort>()
  const listeners: { channel: string; listener: (event: object, ...args: unknown[]) => void }[] = []
  const takeUp = (number: number): MessagePort => {
    const { port1, port2 } = new MessageChannel()
    ends.set(number, port1)
    port1.onmessage = ({ data }) => say({ relay: 'data', port: number, data })
    port1.addEventListener('close', () => {
      if (ends.delete(number)) say({ relay: 'close', port: number })
    })
    return port2
  }
  const hear = (heard: PageHears) => {
    if ('page' in heard) {
      const ports = heard.ports.map(takeUp)
      for (const { channel, listener } of listeners) {
        if (channel === heard.channel) listener({ ports }, heard.message)
      }
      return
    }
    const port = ends.get(heard.port)
    if (heard.relay === 'data') port?.postMessage(heard.data)
    else if (ends.delete(heard.port)) port?.close()
  }
  Object.defineProperty(scope, hearName, { value: (all: PageHears[]) => all.forEach(hear) })
  say({ page: 'begun' })
  addEventListener('DOMContentLoaded', () => {
    const title = document.querySelector('title')
    const tell = () => say({ page: 'title', title: document.title })
    if (title) new MutationObserver(tell).observe(title, { childList: true })
    tell()
  })
  const ipcRenderer = {
    on: (channel: string, listener: (event: object, ...args: unknown[]) => void) =>
      listeners.push({ channel, listener }),
  }
  const module = { exports: {} }
  preload(
    (name) => {
      if (name !== 'electron') throw new Error(`a sandboxed preload script has no ${name}`)
      return { ipcRenderer }
    },
    module,
    module.exports,
  )
}
