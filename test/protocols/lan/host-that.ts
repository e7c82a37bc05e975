// A host of the LAN that answers requests by a function, without any network; what it was asked is kept.
import type { LanHost, LanReply, LanRequest } from '../../../main/transports/lan-host.ts'
import type { Link } from '../../../main/transports/link.ts'
import { createPipelessLink } from '../../../main/transports/pipeless-link.ts'

export type Answer = Partial<Omit<LanReply, 'body'>> & { readonly text?: string }

export interface HostThat {
  readonly host: LanHost
  readonly link: Link
  readonly requests: LanRequest[]
  /** Ports that were connected to. */
  readonly connected: number[]
}

/** It takes the whole body before it answers; what the function throws is what the request rejects with. */
export function hostThat(answer: (request: LanRequest) => Answer): HostThat {
  const requests: LanRequest[] = []
  const connected: number[] = []
  const never = () => Promise.reject(new Error('not this way'))
  const host: LanHost = {
    ...{ name: 'lamp.local', ip: '10.0.0.7', port: null },
    ...{ localIp: never, openUdp: never, accept: never },
    async connect(port) {
      connected.push(port)
      return createPipelessLink(`tcp://10.0.0.7:${port}`, { host })
    },
    async request(request) {
      requests.push(request)
      const { status = 200, headers = {}, text = '' } = answer(request)
      await request.beforeLast?.()
      request.onSent?.(request.body.reduce((sum, part) => sum + part.length, 0))
      return { status, headers, body: Buffer.from(text) }
    },
  }
  return { host, link: createPipelessLink('lan://lamp.local', { host }), requests, connected }
}
