// What is used of multicast-dns (the socket below bonjour-service), which brings no types. Records come as its decoder made
// them from a datagram: whoever uses them has to check them first.
declare module 'multicast-dns' {
  import type { EventEmitter } from 'node:events'

  interface Packet {
    readonly answers: readonly unknown[]
    readonly authorities: readonly unknown[]
    readonly additionals: readonly unknown[]
    readonly questions: readonly unknown[]
  }

  interface OutgoingRecord {
    readonly name: string
    readonly type: 'PTR' | 'SRV' | 'TXT' | 'A'
    readonly ttl: number
    /** Receivers forget what they knew under this name. */
    readonly flush?: boolean
    readonly data: string | readonly Uint8Array[] | { readonly target: string; readonly port: number }
  }

  interface Events {
    /** Joined the group on the interface. */
    networkInterface: []
    packet: [packet: Packet, from: { readonly address: string; readonly port: number }]
    query: [packet: Packet, from: { readonly address: string; readonly port: number }]
    response: [packet: Packet, from: { readonly address: string; readonly port: number }]
    /** The port cannot be had. May come more than once. */
    error: [error: NodeJS.ErrnoException]
    /** A datagram that is none of ours, or trouble of the socket. */
    warning: [error: Error]
  }

  interface MulticastDns extends EventEmitter<Events> {
    query(questions: readonly { readonly name: string; readonly type: string }[]): void
    respond(
      packet: {
        readonly answers: readonly OutgoingRecord[]
        readonly additionals?: readonly OutgoingRecord[]
      },
      done?: (error?: Error | null) => void,
    ): void
    destroy(done?: () => void): void
  }

  /** `bind` has to be 0.0.0.0: a socket that is bound to the address of an interface hears no multicast on Linux. */
  function multicastDns(options: { readonly interface: string; readonly bind: string }): MulticastDns

  export type { MulticastDns, OutgoingRecord, Packet }
  export default multicastDns
}
