// A real HTTP server with one file and switches for what can go wrong with it.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export interface FileServer {
  bytes: Buffer
  etag: string | null
  /** Answers with this status and nothing else. */
  status: number | null
  honourRange: boolean
  /** Cuts the connection after so many bytes of a body; one entry per request, null: not. */
  cutAfter: (number | null)[]
  /** States no length and ends the body properly. */
  chunked: boolean
  /** Where the next requests are sent, one after the other. */
  redirects: string[]
  /** Called with each piece before it is sent. */
  beforePiece: (sentBytes: number) => Promise<void> | void
  readonly requests: { url: string; range: string | undefined; ifRange: string | undefined; status: number }[]
  readonly url: string
  close(): Promise<void>
}

const PIECE_BYTES = 64 * 1024

export async function serveFile(bytes: Buffer): Promise<FileServer> {
  const server = createServer((request, response) => {
    answer(files, request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const files: FileServer = {
    bytes,
    etag: '"one"',
    status: null,
    honourRange: true,
    cutAfter: [],
    chunked: false,
    redirects: [],
    beforePiece: () => {},
    requests: [],
    url: `http://127.0.0.1:${port}/files/app%202.0.1.bin?signature=secret`,
    close: async () => {
      server.closeAllConnections()
      if (server.listening) await new Promise((resolve) => server.close(resolve))
    },
  }
  onTestFinished(() => files.close())
  return files
}

async function answer(files: FileServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const range = request.headers.range
  const ifRange = request.headers['if-range']
  const note = (status: number) => {
    files.requests.push({ url: request.url ?? '', range, ifRange: ifRange?.toString(), status })
    response.statusCode = status
  }
  const location = files.redirects.shift()
  if (location !== undefined) {
    note(302)
    response.setHeader('location', location)
    response.end('moved')
    return
  }
  if (files.status !== null) {
    note(files.status)
    response.end('no')
    return
  }
  if (files.etag !== null) response.setHeader('etag', files.etag)
  const first = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0)
  const partial = range !== undefined && files.honourRange && ifRange === files.etag
  if (partial && first >= files.bytes.length) {
    note(416)
    response.end()
    return
  }
  note(partial ? 206 : 200)
  const body = partial ? files.bytes.subarray(first) : files.bytes
  if (partial) {
    response.setHeader('content-range', `bytes ${first}-${files.bytes.length - 1}/${files.bytes.length}`)
  }
  if (!files.chunked) response.setHeader('content-length', body.length)
  response.flushHeaders()
  const cut = files.cutAfter.shift() ?? null
  const end = Math.min(cut ?? body.length, body.length)
  for (let at = 0; at < end; at += PIECE_BYTES) {
    await files.beforePiece(at)
    const piece = body.subarray(at, Math.min(end, at + PIECE_BYTES))
    await new Promise<void>((resolve, reject) =>
      response.write(piece, (error) => (error ? reject(error) : resolve())),
    )
  }
  if (cut === null) response.end()
  else response.destroy()
}
