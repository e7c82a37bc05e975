// Everything that can be wrong with a simulated device behind a broker. All may be changed while it runs.

export interface MqttFaults {
  /** Takes the instruction and does nothing. */
  neverFetches: boolean
  /** Lets so much time pass before it does what it was told. */
  lateMs: number
  /** Hangs up on the server after so many bytes, and gives up. */
  breaksAfterBytes: number | null
  /** Switched off after so many bytes; it stays away until it is started again. */
  vanishesAfterBytes: number | null
  /** Finds this wrong with whatever it fetched: the negative steps of an upgrade. */
  failsWith: FetchFailure | null
  /** Says that all went well, and has stored nothing. */
  storesNothing: boolean
  /** Stores the new firmware and starts the old one. */
  bootsOldFirmware: boolean
}

/** -1 upgrade, -2 download, -3 digest, -4 storing. */
export type FetchFailure = -1 | -2 | -3 | -4

export const noMqttFaults: MqttFaults = {
  neverFetches: false,
  lateMs: 0,
  breaksAfterBytes: null,
  vanishesAfterBytes: null,
  failsWith: null,
  storesNothing: false,
  bootsOldFirmware: false,
}
