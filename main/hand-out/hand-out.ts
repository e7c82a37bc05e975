// How an image is handed out to devices that fetch it themselves. Types only: http/ and tftp/ are the servers.

export interface OfferedFile {
  /** Shared by all who fetch it; never copied, never changed. */
  readonly bytes: Uint8Array
  /** Lower-case hex. */
  readonly sha256: string
}

export interface HandOutOffer {
  readonly file: OfferedFile
  /** Ends the URL, for devices that look at it: `firmware.bin`. */
  readonly fileName: string
  /** Only this address may fetch it; null: whoever has the URL. */
  readonly deviceIp: string | null
  /** The host that the URL names: our address as the device sees it. Null: that of the chosen interface. */
  readonly host: string | null
  /** After this the URL is gone; a transfer under way is ended. */
  readonly lifetimeMs: number
  /** Told as the device fetches; not more than once per 64 KiB. */
  readonly onServed: (served: Served) => void
}

/** What a device has fetched so far. */
export interface Served {
  /** Bytes of the file that were acknowledged (TFTP) or taken by the carrier (HTTP), each counted once. Never goes back. */
  readonly doneBytes: number
  /** Requests for it so far. */
  readonly requests: number
  /** Transfers under way now; 0 with `doneBytes` short of the whole: the device has let go. */
  readonly open: number
  /** The whole file was fetched, to its last byte, in one or several ranges. */
  readonly isWhole: boolean
}

export interface Offered {
  /** `http://host:port/<token>/<fileName>` or `tftp://host/<token>.bin` */
  readonly url: string
  readonly host: string
  readonly port: number
  /** Path of the URL without the leading slash: what a TFTP client calls the file. */
  readonly path: string
  /** Takes the URL back and ends its transfers. Idempotent. */
  close(): void
}

/** Both open their server with the first offer. HANDOUT_UNSET, HANDOUT_PORT. */
export interface HandOut {
  http(offer: HandOutOffer): Promise<Offered>
  tftp(offer: HandOutOffer): Promise<Offered>
}
