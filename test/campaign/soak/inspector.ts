// A look into a Node process from outside, through its inspector: nothing is built into the program for it. Protocol:
// https://chromedevtools.github.io/devtools-protocol/v8/
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { z } from 'zod'

const answerSchema = z.object({
  id: z.int().optional(),
  result: z
    .object({
      result: z.object({ value: z.unknown().optional() }).optional(),
      exceptionDetails: z.object({ text: z.string() }).optional(),
    })
    .optional(),
  error: z.object({ message: z.string() }).optional(),
})

export class Inspector {
  readonly #socket: WebSocket
  #lastId = 0

  static async open(url: string): Promise<Inspector> {
    const socket = new WebSocket(url, { perMessageDeflate: false })
    await once(socket, 'open')
    return new Inspector(socket)
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket
    socket.setMaxListeners(0)
  }

  /** The value of an expression in the process; it has to be JSON. */
  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.#ask('Runtime.evaluate', { expression, returnByValue: true })
    if (result?.exceptionDetails) throw new Error(`${expression}: ${result.exceptionDetails.text}`)
    return result?.result?.value
  }

  async collectGarbage(): Promise<void> {
    await this.#ask('HeapProfiler.collectGarbage', {})
  }

  close(): void {
    this.#socket.terminate()
  }

  async #ask(method: string, params: object): Promise<z.infer<typeof answerSchema>> {
    this.#lastId += 1
    const id = this.#lastId
    const answer = Promise.withResolvers<z.infer<typeof answerSchema>>()
    const take = (data: Buffer) => {
      const said = answerSchema.parse(JSON.parse(data.toString()))
      if (said.id !== id) return
      if (said.error) answer.reject(new Error(`${method}: ${said.error.message}`))
      else answer.resolve(said)
    }
    const gone = () => answer.reject(new Error(`${method}: the process is gone`))
    this.#socket.on('message', take)
    this.#socket.once('close', gone)
    this.#socket.send(JSON.stringify({ id, method, params }))
    try {
      return await answer.promise
    } finally {
      this.#socket.off('message', take)
      this.#socket.off('close', gone)
    }
  }
}
