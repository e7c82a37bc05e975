// The columns of the matrix of faults where nobody gets to see the request.
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { certificate, freePort } from '../../clouds/line/servers.ts'
import { type Outcome, refused } from './fault.ts'

export interface NoConnection {
  readonly name: string
  /** Opens what there is; the second closes it. */
  readonly open: () => Promise<{ readonly baseUrl: string; readonly close: () => Promise<void> }>
  readonly outcome: Outcome
}

const nothing = async () => {}

/** Nothing can have begun: whatever it is, it is tried again as far as that may help. */
const untold = { asked: 0, attempts: 3, waitsMs: [375, 750] }

export const noConnections: readonly NoConnection[] = [
  {
    name: 'a certificate that nobody vouches for',
    async open() {
      const server = createServer(await certificate(), (_, response) => void response.end())
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const { port } = server.address() as AddressInfo
      return {
        baseUrl: `https://127.0.0.1:${port}`,
        async close() {
          server.closeAllConnections()
          await new Promise((resolve) => server.close(resolve))
        },
      }
    },
    outcome: refused('CLOUD_TLS', 'lead', {
      asked: 0,
      attempts: 1,
      context: { cause: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    }),
  },
  {
    name: 'a name that is none',
    // A label of more than 63 characters: no name server is even asked.
    open: async () => ({ baseUrl: `http://${'x'.repeat(64)}.invalid`, close: nothing }),
    outcome: refused('CLOUD_HOST_UNKNOWN', 'lead', untold),
  },
  {
    name: 'a port where nobody listens',
    open: async () => ({ baseUrl: `http://127.0.0.1:${await freePort()}`, close: nothing }),
    outcome: refused('CLOUD_UNREACHABLE', 'cloud', untold),
  },
]
