// Everything that can be wrong with a simulated device that fetches its image. All may be changed while it runs.

export interface PullFaults {
  /** Says yes and never fetches. */
  neverFetches: boolean
  /** Lets go after so many bytes, for good. */
  stopsAfterBytes: number | null
  /** Lets go after so many bytes, and comes back for the rest. */
  breaksAfterBytes: number | null
  /** Takes no more than this. */
  bytesPerSecond: number | null
  /** Its flash takes a write without an error, but a bit of the byte at this offset is wrong. */
  lieAt: number | null
  /** After the update it runs its old firmware again. */
  bootsOldFirmware: boolean
  /** Thinks so long about every answer. */
  lateMs: number
  /** Says no to every instruction with this sentence. */
  refuses: string | null
  /** Answers an instruction only when it has fetched, and says then what became of it. */
  answersAtTheEnd: boolean
  /** After its next start it is at another port. */
  moves: boolean
}

export const noPullFaults: PullFaults = {
  neverFetches: false,
  stopsAfterBytes: null,
  breaksAfterBytes: null,
  bytesPerSecond: null,
  lieAt: null,
  bootsOldFirmware: false,
  lateMs: 0,
  refuses: null,
  answersAtTheEnd: false,
  moves: false,
}
