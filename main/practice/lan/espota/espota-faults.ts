// Everything that can be wrong with a simulated Arduino OTA device. All may be changed while it runs.

export interface EspotaFaults {
  /** The next so many datagrams never reach it. */
  losesDatagrams: number
  /** Its loop is busy: it looks at a datagram so much later. */
  lateMs: number
  /** Says no to every invitation with this sentence, as an ESP8266 does. */
  refuses: string | null
  /** Says yes and never connects. */
  neverConnects: boolean
  /** Connects, takes bytes and says nothing any more. */
  isHalfOpen: boolean
  /** Loses its power for a moment when it has written so many bytes. */
  resetsAfterBytes: number | null
  /** Its flash takes a write without an error, but a bit of the byte at this offset stays wrong. */
  lieAt: number | null
  /** Its counts wait for each other and leave as one. */
  joinsCounts: boolean
  /** After the update it runs its old firmware again. */
  bootsOldFirmware: boolean
  /** After its next start its pages are on another port. */
  movesPages: boolean
}

export const noEspotaFaults: EspotaFaults = {
  losesDatagrams: 0,
  lateMs: 0,
  refuses: null,
  neverConnects: false,
  isHalfOpen: false,
  resetsAfterBytes: null,
  lieAt: null,
  joinsCounts: false,
  bootsOldFirmware: false,
  movesPages: false,
}
