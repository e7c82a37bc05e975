// A server that hands every request on and cuts the connection instead of handing back an answer it is told to lose.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

export interface CuttingProxy extends AsyncDisposable {
  readonly baseUrl: string
  /** `METHOD path` of what came, in order. */
  readonly requests: readonly string[]
}

/** `loses`: whether the answer to this one is lost. */
export async function startCuttingProxy(
  target: string,
  loses: (request: string) => boolean,
): Promise<CuttingProxy> {
  const requests: string[] = []
  const server = createServer(async (incoming, outgoing) => {
    const { method = 'GET', url = '/' } = incoming
    const request = `${method} ${url}`
    const sent = await text(incoming)
    const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
      typeof value === 'string' && !['host', 'connection', 'content-length'].includes(name)
        ? [[name, value] as [string, string]]
        : [],
    )
    const answer = await fetch(target + url, { method, headers, ...(sent === '' ? {} : { body: sent }) })
    const received = await answer.text()
    requests.push(request)
    if (loses(request)) {
      incoming.socket.destroy()
      return
    }
    outgoing.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
    outgoing.end(received)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
