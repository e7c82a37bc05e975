// The serial ports of this computer: whether this user may open them, and who else holds them. Opens none: that would
// reset a board in the middle of somebody's job.
import { access, constants, realpath } from 'node:fs/promises'
import { type DoctorLine, joinGroupCommand } from '../../../preload/contract/index.ts'
import { type GroupEntry, readPortGroup } from '../../transports/serial-group.ts'
import { listPorts, type PortInfo } from '../../transports/usb.ts'
import { line, reasonOf } from './line.ts'
import type { Machine } from './machine.ts'
import { type Holder, readHolders } from './processes.ts'
import { readPortDriver } from './usb-tree.ts'

export interface PortFacts {
  readonly path: string
  /** Maker and USB ids. */
  readonly product: string
  readonly driver: string | null
  readonly mayOpen: boolean
  readonly group: GroupEntry | null
  /** Another process than this one. */
  readonly holder: Holder | null
}

/** Pure. */
export function judgePort(
  facts: PortFacts,
  { platform, user }: Pick<Machine, 'platform' | 'user'>,
): DoctorLine {
  const { path, product, driver, mayOpen, group, holder } = facts
  if (!mayOpen) {
    const name = group?.name ?? null
    const wasGiven = group?.members.includes(user.name) === true && !user.groups.includes(group.gid)
    if (wasGiven) return line('portGroupPending', { path, group: name })
    return line('portDenied', { path, group: name, command: joinGroupCommand(platform, name ?? undefined) })
  }
  if (holder !== null) return line('portBusy', { path, ...holder })
  return line('portFine', { path, product, driver })
}

export async function checkPorts(machine: Machine, signal: AbortSignal): Promise<DoctorLine[]> {
  const { platform, sysRoot, devRoot, procRoot, etcRoot } = machine
  let ports: PortInfo[]
  try {
    ports = await listPorts({ platform, sysRoot, devRoot, list: machine.listPorts })
  } catch (cause) {
    return [line('portsUnlisted', { reason: reasonOf(cause) })]
  }
  if (ports.length === 0) return [line('portsNone')]
  const files = new Map<string, string>()
  for (const { path } of ports) files.set(path, await realpath(path).catch(() => path))
  const holders = await readHolders(procRoot, [...files.values()], signal)
  const lines: DoctorLine[] = []
  for (const port of ports) {
    const { path, manufacturer, vendorId, productId } = port
    const holder = holders.get(files.get(path) ?? path) ?? null
    const facts: PortFacts = {
      path,
      product: [manufacturer, vendorId && `${vendorId}:${productId}`].filter(Boolean).join(' '),
      driver: platform === 'linux' ? await readPortDriver(sysRoot, path) : null,
      // Windows has no owners of ports, and asks nobody before an open.
      mayOpen: platform === 'win32' || (await mayOpen(path)),
      group: platform === 'linux' ? await readPortGroup(path, etcRoot) : null,
      holder: holder?.pid === machine.pid ? null : holder,
    }
    lines.push(judgePort(facts, machine))
  }
  return lines
}

/** Also by an access control list, as logind's `uaccess` gives. */
function mayOpen(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  )
}
