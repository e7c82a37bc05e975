// What may not be written, decided by what is known: task, versions, chip, hardware revision. Pure; each refusal has its
// code. What has to be asked of the station or the cloud: check.ts and last-look.ts.
import { FlashlineError, type OrderRules, type Task, type Version } from '../../preload/contract/index.ts'

/** Of a person who names one device and what it gets: whatever it had before, but nothing older and no test. */
export const usualRules: OrderRules = {
  firmwareSha256: null,
  chips: [],
  hardwareRevision: null,
  repeat: 'allow',
  downgrade: 'refuse',
  tag: 'formal',
}

export interface UnitToFlash {
  readonly productId: string
  readonly deviceId: string
  readonly fromVersion: number
  readonly part: Task['part']
}

/** A task for something else is refused, whoever says that it is the one. TASK_DIFFERS, TASK_STOPPED, TASK_TEST */
export function requireTask(
  task: Task,
  wantedTaskId: string | null,
  unit: UnitToFlash,
  { tag }: Pick<OrderRules, 'tag'>,
): void {
  const { taskId, status, scope } = task
  if (wantedTaskId !== null && taskId !== wantedTaskId)
    throw new FlashlineError('TASK_DIFFERS', { expected: wantedTaskId, found: taskId })
  if (status !== 'running') throw new FlashlineError('TASK_STOPPED', { taskId, status })
  const differs = (field: string, expected: string | number, found: string | number) =>
    new FlashlineError('TASK_DIFFERS', { taskId, field, expected, found })
  if (task.productId !== unit.productId) throw differs('product', unit.productId, task.productId)
  if (task.fromVersion !== unit.fromVersion) throw differs('fromVersion', unit.fromVersion, task.fromVersion)
  if (task.part.type !== unit.part.type) throw differs('part', unit.part.type, task.part.type)
  if (task.part.identify !== unit.part.identify) throw differs('part', unit.part.identify, task.part.identify)
  if (task.tag === 'test' && tag !== 'test') throw new FlashlineError('TASK_TEST', { taskId })
  // A test is for the devices that it names, whatever else it says.
  const isForAll = scope.category === 'all' && task.tag === 'formal'
  if (!isForAll && !scope.deviceIds.includes(unit.deviceId))
    throw differs('scope', unit.deviceId, scope.deviceIds.length)
}

/** Numbers are compared; where one is not known, nobody can say which is older. DOWNGRADE {found, expected} */
export function requireUpgrade(
  from: Version,
  to: Version,
  { downgrade }: Pick<OrderRules, 'downgrade'>,
): void {
  if (downgrade === 'allow' || from.number === null || to.number === null || to.number >= from.number) return
  throw new FlashlineError('DOWNGRADE', {
    found: from.text ?? from.number,
    expected: to.text ?? to.number,
  })
}

/** Of the order, besides those of the profile. CHIP_DIFFERS, HARDWARE_DIFFERS {expected, found} */
export function requireHardware(
  { chips, hardwareRevision }: Pick<OrderRules, 'chips' | 'hardwareRevision'>,
  chip: string,
  /** Null: the device does not say. */
  revision: string | null,
): void {
  if (chips.length > 0 && !chips.includes(chip))
    throw new FlashlineError('CHIP_DIFFERS', { expected: chips.join(' '), found: chip })
  if (hardwareRevision === null || revision === null) return
  if (hardwareRevision.toLowerCase() !== revision.trim().toLowerCase())
    throw new FlashlineError('HARDWARE_DIFFERS', { expected: hardwareRevision, found: revision })
}
