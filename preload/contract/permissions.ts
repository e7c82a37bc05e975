// Who may call what: for each procedure of the contract the least role that may. `anyone`: also who has not signed in,
// so that a bench can be looked at and signed in to. The station refuses by this table, and the screens offer by it.
import type { Contract } from './contract.ts'

/** Each may do what the ones before it may. */
export const roles = ['technician', 'support', 'lead'] as const
export type Role = (typeof roles)[number]

export type Access = 'anyone' | Role

type Permissions = { readonly [Area in keyof Contract]: { readonly [Name in keyof Contract[Area]]: Access } }

export const permissions = {
  station: { seenRecovery: 'lead', snapshot: 'anyone', events: 'anyone', ports: 'technician' },
  operators: {
    current: 'anyone',
    list: 'anyone',
    signIn: 'anyone',
    resume: 'anyone',
    signOut: 'anyone',
    save: 'lead',
    remove: 'lead',
  },
  jobs: { start: 'technician', startAll: 'technician', cancel: 'technician' },
  slots: { acknowledge: 'technician', unplug: 'technician', replug: 'technician' },
  scans: { take: 'technician', drop: 'technician' },
  orders: {
    list: 'technician',
    get: 'technician',
    arm: 'technician',
    disarm: 'technician',
    create: 'lead',
    createFromTask: 'lead',
    log: 'technician',
    edit: 'lead',
    finish: 'lead',
  },
  slotMap: { learn: 'support', rename: 'support', forget: 'support' },
  lan: { interfaces: 'support', scan: 'support', cancelScan: 'support', place: 'support', remove: 'support' },
  rollouts: {
    list: 'technician',
    start: 'support',
    pause: 'support',
    resume: 'support',
    stop: 'support',
    retryFailed: 'support',
  },
  tasks: {
    list: 'technician',
    get: 'technician',
    operations: 'support',
    versionShare: 'support',
    create: 'lead',
    start: 'lead',
    stop: 'lead',
    remove: 'lead',
    promote: 'lead',
    submit: 'lead',
    review: 'lead',
    changeDevices: 'lead',
  },
  firmware: {
    list: 'technician',
    catalogue: 'technician',
    inspect: 'technician',
    check: 'support',
    fetch: 'support',
    beginUpload: 'support',
    upload: 'support',
    finishUpload: 'support',
    cancelUpload: 'support',
    pin: 'lead',
    remove: 'lead',
  },
  units: { search: 'technician', story: 'technician' },
  history: {
    list: 'technician',
    get: 'technician',
    choices: 'technician',
    export: 'support',
    chain: 'technician',
    verify: 'lead',
    lot: 'support',
  },
  statistics: { read: 'technician' },
  outbox: { list: 'technician', retry: 'lead', dismiss: 'lead', takeBack: 'lead' },
  clients: { list: 'lead', create: 'lead', revoke: 'lead' },
  webhooks: { list: 'lead', save: 'lead', remove: 'lead', test: 'lead' },
  dropFolders: { get: 'lead', set: 'lead' },
  kits: {
    list: 'technician',
    keys: 'technician',
    beginUpload: 'technician',
    upload: 'technician',
    cancelUpload: 'technician',
    inspect: 'technician',
    import: 'support',
    importResults: 'support',
    exportResults: 'support',
    records: 'support',
    download: 'support',
    create: 'lead',
    trust: 'lead',
    distrust: 'lead',
  },
  settings: { get: 'technician', set: 'lead' },
  connections: { storedSecrets: 'lead', test: 'support' },
  profiles: {
    list: 'technician',
    get: 'technician',
    schemas: 'technician',
    check: 'lead',
    save: 'lead',
    remove: 'lead',
  },
  sync: { list: 'technician', run: 'technician' },
  diagnostics: { bundle: 'support', doctor: 'support' },
} as const satisfies Permissions

/** Whether a caller of this role may; null: has not signed in. */
export function mayCall(access: Access, role: Role | null): boolean {
  if (access === 'anyone') return true
  return role !== null && roles.indexOf(role) >= roles.indexOf(access)
}
