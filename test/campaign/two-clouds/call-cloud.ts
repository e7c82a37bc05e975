// One request of a station to a local cloud that may die under it: an answer, or none. Each on a connection of its own,
// as behind a balancer, where the next one may come out at another process.
import { request } from 'node:http'
import { text } from 'node:stream/consumers'

export interface CallAnswer {
  readonly status: number
  readonly body: string
}

export interface Call {
  readonly method?: 'GET' | 'POST'
  readonly path: string
  readonly token: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Null: the connection broke before the whole answer was there; what became of it nobody knows. */
export async function callCloud(
  baseUrl: string,
  call: Call,
  signal: AbortSignal,
): Promise<CallAnswer | null> {
  const { method = 'POST', path, token, body, headers = {} } = call
  const payload = body === undefined ? '' : JSON.stringify(body)
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(path, baseUrl),
      {
        ...{ method, signal, agent: false },
        headers: {
          'Access-Token': token,
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(payload),
          ...headers,
        },
      },
      (response) => {
        text(response).then(
          (said) => resolve({ status: response.statusCode ?? 0, body: said }),
          () => resolve(null),
        )
      },
    )
    sent.on('error', (error) => {
      if (signal.aborted) reject(error)
      else resolve(null)
    })
    sent.end(payload)
  })
}
