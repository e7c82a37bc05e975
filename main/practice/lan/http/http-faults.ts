// Everything that can be wrong with a simulated device that takes its image by an HTTP request. All may be changed while it
// runs.

export interface HttpFaults {
  /** Resets the connection after so many bytes of the next body. */
  resetsAfterBytes: number | null
  /** Stops reading after so many, and says no more. */
  stopsAfterBytes: number | null
  /** Answers a no with this status after so many, and hangs up. */
  refusesEarly: { status: number; afterBytes: number } | null
  /** Says no to an image with this sentence. */
  refuses: string | null
  /** How often it says so; then it takes them. */
  refusesTimes: number
  /** Its flash takes a write without an error, but a bit of the byte at this offset is wrong. */
  lieAt: number | null
  /** Takes no more than this. */
  bytesPerSecond: number | null
  /** Thinks so long about its answer to an upload. */
  lateMs: number
  /** Its answer to an upload never ends. */
  answersForever: boolean
  /** Its answer to an upload is cut off: it lacks so many of the bytes that it promised. */
  answerLacksBytes: number
  /** Answers everything with a redirect to here. */
  redirectsTo: string | null
  /** Says that it has room for so many bytes. */
  saysRoomBytes: number | null
  /** After the update it runs its old firmware again. */
  bootsOldFirmware: boolean
  /** Answers for so long with its old firmware before it restarts. */
  lingersMs: number
  /** After its next start it is at another port. */
  moves: boolean
  /** After its next start another device is there. */
  becomesMac: string | null
  /** Does not come back from its next restart. */
  staysAway: boolean
}

export const noHttpFaults: HttpFaults = {
  resetsAfterBytes: null,
  stopsAfterBytes: null,
  refusesEarly: null,
  refuses: null,
  refusesTimes: Number.POSITIVE_INFINITY,
  lieAt: null,
  bytesPerSecond: null,
  lateMs: 0,
  answersForever: false,
  answerLacksBytes: 0,
  redirectsTo: null,
  saysRoomBytes: null,
  bootsOldFirmware: false,
  lingersMs: 0,
  moves: false,
  becomesMac: null,
  staysAway: false,
}
