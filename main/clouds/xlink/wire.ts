// The words of the XLINK v2 upgrade service. Its examples quote every scalar and its clients send both forms, so all of
// them are read tolerantly. Shared by the client here and by the local cloud, which speaks them from the other side.
export {
  blankToUndefined,
  readTime,
  wireEnum,
  wireEnumOptional,
  wireId,
  wireIdOptional,
  wireInt,
  wireIntOptional,
  wireText,
  wireTextOptional,
} from '../tolerant-reader.ts'

export const partTypes = { wifi: 1, mcu: 2, subdevice: 3 } as const
export const taskStatuses = { stopped: 0, running: 1, pending: 2, review: 3 } as const
export const taskModes = { automatic: 0, manual: 1 } as const
export const taskTags = { formal: 0, test: 1 } as const
export const scopeCategories = { all: 0, devices: 1 } as const
export const reviewVerdicts = { approve: 1, reject: 2 } as const
export const deviceChanges = { add: 1, remove: 2, replace: 3 } as const
export const otaLogStatuses = { issued: 1, completed: 2 } as const

/** Codes that both sides have to know; the first three digits are the HTTP status. */
export const xlinkCodes = {
  deviceNewest: 4001053,
  forbidden: 4031001,
  tokenNeeded: 4031002,
  tokenInvalid: 4031003,
  corpNeeded: 4031004,
  adminNeeded: 4031005,
  tokenExpired: 4031021,
  tokenReplaced: 4031022,
  rightTooLow: 4031023,
  rightDenied: 4031024,
  urlMissing: 4041001,
  taskMissing: 4041013,
} as const
