// The one table of what `flashline doctor` can find: which check finds it, and how bad it is. Plain data, for the screens
// too. The sentences are in doctor-texts-*.ts, the schemas in doctor.ts.

export const doctorChecks = [
  'system',
  'native',
  'data',
  'disk',
  'settings',
  'profiles',
  'keychain',
  'ports',
  'drivers',
  'hubs',
  'connections',
  'clock',
  'door',
  'folders',
  'database',
] as const
export type DoctorCheck = (typeof doctorChecks)[number]

/** `warn`: works, and will bite some day. `fail`: something does not work until somebody does something. */
export const doctorVerdicts = ['pass', 'warn', 'fail'] as const
export type DoctorVerdict = (typeof doctorVerdicts)[number]

interface FindingRow {
  /** Null: any of them may say so. */
  readonly check: DoctorCheck | null
  readonly verdict: DoctorVerdict
}

export const doctorFindings = {
  checkLate: { check: null, verdict: 'warn' },
  checkBroken: { check: null, verdict: 'warn' },
  systemKnown: { check: 'system', verdict: 'pass' },
  systemUnknown: { check: 'system', verdict: 'warn' },
  nativeLoaded: { check: 'native', verdict: 'pass' },
  nativeBroken: { check: 'native', verdict: 'fail' },
  dataNone: { check: 'data', verdict: 'pass' },
  dataFine: { check: 'data', verdict: 'pass' },
  dataOpen: { check: 'data', verdict: 'warn' },
  dataForeign: { check: 'data', verdict: 'warn' },
  dataReadOnly: { check: 'data', verdict: 'fail' },
  dataNetwork: { check: 'data', verdict: 'warn' },
  secretsOpen: { check: 'data', verdict: 'fail' },
  diskFine: { check: 'disk', verdict: 'pass' },
  diskLow: { check: 'disk', verdict: 'warn' },
  diskFull: { check: 'disk', verdict: 'fail' },
  diskSlow: { check: 'disk', verdict: 'warn' },
  settingsFine: { check: 'settings', verdict: 'pass' },
  settingsUnreadable: { check: 'settings', verdict: 'fail' },
  profilesFine: { check: 'profiles', verdict: 'pass' },
  profileBroken: { check: 'profiles', verdict: 'warn' },
  keychainWorks: { check: 'keychain', verdict: 'pass' },
  keychainOff: { check: 'keychain', verdict: 'pass' },
  keychainMissing: { check: 'keychain', verdict: 'warn' },
  portsNone: { check: 'ports', verdict: 'pass' },
  portFine: { check: 'ports', verdict: 'pass' },
  portBusy: { check: 'ports', verdict: 'warn' },
  portDenied: { check: 'ports', verdict: 'fail' },
  portGroupPending: { check: 'ports', verdict: 'fail' },
  portsUnlisted: { check: 'ports', verdict: 'warn' },
  rulesInstalled: { check: 'drivers', verdict: 'pass' },
  rulesMissing: { check: 'drivers', verdict: 'warn' },
  modemManager: { check: 'drivers', verdict: 'warn' },
  driverMissing: { check: 'drivers', verdict: 'warn' },
  driverTaken: { check: 'drivers', verdict: 'warn' },
  brailleTaken: { check: 'drivers', verdict: 'fail' },
  driversMac: { check: 'drivers', verdict: 'pass' },
  driversWindows: { check: 'drivers', verdict: 'pass' },
  hubsFine: { check: 'hubs', verdict: 'pass' },
  hubsUntold: { check: 'hubs', verdict: 'pass' },
  hubDeep: { check: 'hubs', verdict: 'warn' },
  hubShared: { check: 'hubs', verdict: 'warn' },
  hubUnpowered: { check: 'hubs', verdict: 'warn' },
  controllerFull: { check: 'hubs', verdict: 'warn' },
  connectionsNone: { check: 'connections', verdict: 'pass' },
  connectionsOffline: { check: 'connections', verdict: 'pass' },
  connectionWorks: { check: 'connections', verdict: 'pass' },
  connectionFailed: { check: 'connections', verdict: 'fail' },
  connectionLate: { check: 'connections', verdict: 'fail' },
  proxyUnused: { check: 'connections', verdict: 'warn' },
  certificatesUnchecked: { check: 'connections', verdict: 'fail' },
  authorityUnreadable: { check: 'connections', verdict: 'fail' },
  authorityExpired: { check: 'connections', verdict: 'fail' },
  clockFine: { check: 'clock', verdict: 'pass' },
  clockUnasked: { check: 'clock', verdict: 'pass' },
  clockOff: { check: 'clock', verdict: 'warn' },
  clockWrong: { check: 'clock', verdict: 'fail' },
  doorFree: { check: 'door', verdict: 'pass' },
  doorTaken: { check: 'door', verdict: 'warn' },
  foldersNone: { check: 'folders', verdict: 'pass' },
  folderFine: { check: 'folders', verdict: 'pass' },
  folderUnusable: { check: 'folders', verdict: 'fail' },
  databaseNone: { check: 'database', verdict: 'pass' },
  databaseFine: { check: 'database', verdict: 'pass' },
  databaseUnproved: { check: 'database', verdict: 'pass' },
  databaseOld: { check: 'database', verdict: 'pass' },
  databaseNewer: { check: 'database', verdict: 'fail' },
  databaseDamaged: { check: 'database', verdict: 'fail' },
  databaseRecovered: { check: 'database', verdict: 'warn' },
  databaseUnreadable: { check: 'database', verdict: 'fail' },
  databaseLog: { check: 'database', verdict: 'warn' },
} as const satisfies Record<string, FindingRow>

export type DoctorFinding = keyof typeof doctorFindings
