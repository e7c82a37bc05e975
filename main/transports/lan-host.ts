// A host of the LAN as protocols see it: one pinned address, and nothing else can be reached through it. Types only; the
// sockets are opened by lan.ts. Every method rejects with the signal's reason on abort.
import type { Link } from './link.ts'

export interface LanHost {
  /** As it was typed or discovered; for Host headers and certificates. */
  readonly name: string
  /** What the name was resolved to, once, when the link was opened; inside the ranges that the station may speak to. */
  readonly ip: string
  /** From the address; null where it names none. */
  readonly port: number | null
  /** Our own address as this host sees it. LAN_UNREACHABLE when there is no way to it. */
  localIp(): Promise<string>
  /** A TCP connection to the host. LAN_UNREACHABLE {address, port, reason}. */
  connect(port: number, options: { timeoutMs: number; signal: AbortSignal }): Promise<Link>
  /** A UDP socket that hears this host alone. LAN_UNREACHABLE. */
  openUdp(port: number, options: { signal: AbortSignal }): Promise<Datagrams>
  /** Listens on our own address for connections of this host; others are hung up on. LAN_UNREACHABLE. */
  accept(options: { signal: AbortSignal }): Promise<Acceptor>
  /** One HTTP exchange. LAN_UNREACHABLE, OTA_TLS, OTA_BROKEN, OTA_SILENT, OTA_REPLY (too large, not HTTP). */
  request(request: LanRequest, signal: AbortSignal): Promise<LanReply>
}

export interface Datagrams {
  readonly localPort: number
  /** Resolves when the datagram left. LAN_UNREACHABLE when the host said that nobody listens there. */
  send(bytes: Uint8Array): Promise<void>
  /** The next datagram, in order of arrival; null when none came in time. LAN_UNREACHABLE as above. */
  receive(timeoutMs: number, signal: AbortSignal): Promise<Uint8Array | null>
  /** Idempotent. */
  close(): void
}

export interface Acceptor {
  readonly port: number
  /** The next connection of the host; null when none came in time. */
  next(timeoutMs: number, signal: AbortSignal): Promise<Link | null>
  /** Idempotent. Connections that were handed out stay open. */
  close(): Promise<void>
}

export interface LanRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Absolute path with its query. */
  readonly path: string
  readonly port: number
  /**
   * Null: plain HTTP. A certificate must be signed by one of `caPem` (empty: of the system) and be valid for the host's name
   * or address, or it must be one of `caPem` itself.
   */
  readonly tls: { readonly caPem: string } | null
  readonly headers: Readonly<Record<string, string>>
  /** Sent one after the other with their sum as Content-Length; never copied. Empty: no body. */
  readonly body: readonly Uint8Array[]
  /** Bytes of the body that the carrier has taken so far. Not more than once per 64 KiB. */
  readonly onSent?: (sentBytes: number) => void
  /** Waited for before the last bytes of the body go out (at most 16 KiB, none of an earlier part). */
  readonly beforeLast?: () => Promise<void>
  /** Until the connection stands. */
  readonly connectMs: number
  /** The host takes no byte of the body for so long: OTA_SILENT {phase: 'body'}. */
  readonly stallMs: number
  /** From the last byte of the body until the whole answer is there: OTA_SILENT {phase: 'answer'}. */
  readonly answerMs: number
  /** An answer beyond this is OTA_REPLY {reason: 'tooLarge'}. */
  readonly maxReplyBytes: number
}

/** Redirects are answers like any other; nobody follows them. */
export interface LanReply {
  readonly status: number
  /** Names in lower case; several values joined by ", ". */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
