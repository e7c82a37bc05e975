// esptool-js as it is, on a link of ours: the shape of a WebSerial port that its transport wants, and quiet. Nothing of
// the library is changed; where a test brings its own hard reset it says why.
import { createHash } from 'node:crypto'
import { ESPLoader, type LoaderOptions, Transport } from 'esptool-js'
import type { Link } from '../../main/transports/link.ts'

export interface EsptoolSession extends AsyncDisposable {
  readonly loader: ESPLoader
  /** What it printed. */
  readonly lines: readonly string[]
}

type Port = ConstructorParameters<typeof Transport>[0]

export function startEsptool(
  open: (baudRate: number) => Promise<Link>,
  options: Partial<LoaderOptions> & { readonly usb?: { vendorId: number; productId: number } } = {},
): EsptoolSession {
  const { usb, ...rest } = options
  const port = webPort(open, usb)
  const transport = new Transport(port as unknown as Port)
  // It prints on the console, wanted or not.
  transport.trace = () => {}
  const lines: string[] = []
  const loader = new ESPLoader({
    transport,
    baudrate: 921_600,
    romBaudrate: 115_200,
    terminal: {
      clean: () => {},
      writeLine: (line: string) => void lines.push(line),
      write: (text: string) => void lines.push(text),
    },
    ...rest,
  } as LoaderOptions)
  return { loader, lines, [Symbol.asyncDispose]: () => port.close() }
}

export const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

interface Signals {
  readonly dataTerminalReady?: boolean
  readonly requestToSend?: boolean
}

function webPort(open: (baudRate: number) => Promise<Link>, usb?: { vendorId: number; productId: number }) {
  let link: Link | null = null
  let closing = new AbortController()
  const port = {
    readable: null as ReadableStream<Uint8Array> | null,
    writable: null as WritableStream<Uint8Array> | null,
    getInfo: () => (usb ? { usbVendorId: usb.vendorId, usbProductId: usb.productId } : {}),
    async open({ baudRate }: { baudRate: number }) {
      const opened = await open(baudRate)
      const { signal } = closing
      link = opened
      port.readable = new ReadableStream({
        async pull(controller) {
          try {
            const bytes = await opened.read({ atLeast: 1, timeoutMs: Number.POSITIVE_INFINITY, signal })
            controller.enqueue(bytes.slice())
          } catch {
            if (!signal.aborted) controller.close()
          }
        },
      })
      port.writable = new WritableStream({ write: (bytes) => opened.write(bytes.slice(), signal) })
    },
    async close() {
      closing.abort()
      closing = new AbortController()
      port.readable = null
      port.writable = null
      await link?.close()
      link = null
    },
    async setSignals({ dataTerminalReady: dtr, requestToSend: rts }: Signals) {
      await link?.setSignals({ ...(dtr !== undefined && { dtr }), ...(rts !== undefined && { rts }) })
    },
    setBaudRate: async (baudRate: number) => link?.setBaud(baudRate),
  }
  return port
}
