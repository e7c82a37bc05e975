// The computer as the checks read it. Everything that a test would set up otherwise is a parameter here.
import { userInfo } from 'node:os'
import { type ListedPort, usualSources } from '../../transports/usb.ts'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Of the operating system. */
  readonly release: string
  readonly versions: { readonly node: string; readonly electron?: string | undefined }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly sysRoot: string
  readonly devRoot: string
  readonly procRoot: string
  /** Has `group`. */
  readonly etcRoot: string
  /** Where udev looks for rules. */
  readonly ruleFolders: readonly string[]
  /** Asked where there is no sysfs. */
  readonly listPorts: () => Promise<readonly ListedPort[]>
  /** Of this process. */
  readonly pid: number
  readonly user: {
    readonly name: string
    /** Null on Windows. */
    readonly uid: number | null
    /** Group ids that are in force for this process. */
    readonly groups: readonly number[]
  }
}

export function thisMachine(release: string): Machine {
  return {
    platform: process.platform,
    arch: process.arch,
    release,
    versions: { node: process.versions.node, electron: process.versions.electron },
    env: process.env,
    sysRoot: '/sys',
    devRoot: '/dev',
    procRoot: '/proc',
    etcRoot: '/etc',
    ruleFolders: ['/etc/udev/rules.d', '/run/udev/rules.d', '/usr/lib/udev/rules.d', '/lib/udev/rules.d'],
    listPorts: usualSources.list,
    pid: process.pid,
    user: { name: nameOfUser(), uid: process.getuid?.() ?? null, groups: process.getgroups?.() ?? [] },
  }
}

/** A container may run as a number that nobody has named. */
function nameOfUser(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
