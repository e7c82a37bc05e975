// Operators of a data folder, looked at and changed from the command line: how a plant gets in again whose last lead has
// forgotten the PIN. Changed only while no station runs on the folder: it would not notice.
import { FlashlineError, type Operator, type OperatorDraft } from '../../preload/contract/index.ts'
import { openStore } from '../store/open-store.ts'
import { createCaller } from './caller.ts'
import { systemKeychain } from './keychain.ts'
import { OperatorDesk } from './operator-desk.ts'
import { withReader } from './read.ts'
import { openSecrets } from './secrets.ts'

/** By name; also while a station runs on the folder. */
export function listOperators(dataDir: string): Promise<Operator[]> {
  return withReader(dataDir, (store) => store.operators.list())
}

/** Who may change the folder may do everything in it. */
const caller = createCaller(true)

/** What is left out of one that is there stays as it is. */
export type OperatorChange = Pick<OperatorDraft, 'operatorId'> & {
  readonly [Field in keyof OperatorDraft]?: OperatorDraft[Field] | undefined
}

/** DATA_IN_USE, OPERATOR_UNKNOWN, OPERATOR_TAKEN, OPERATOR_LAST_LEAD, INPUT_INVALID */
export function saveOperator(dataDir: string, change: OperatorChange): Promise<Operator> {
  return withDesk(dataDir, (desk) => {
    const { operatorId } = change
    const before = desk.list().find((one) => one.operatorId === operatorId)
    if (operatorId !== null && !before) throw new FlashlineError('OPERATOR_UNKNOWN', { operatorId })
    const { name = before?.name, role = before?.role, active = before?.active ?? true, pin } = change
    if (name === undefined) throw new FlashlineError('INPUT_INVALID', { field: 'name' })
    if (role === undefined) throw new FlashlineError('INPUT_INVALID', { field: 'role' })
    return desk.save(caller, { operatorId, name, role, active, pin })
  })
}

/** DATA_IN_USE, OPERATOR_UNKNOWN, OPERATOR_LAST_LEAD */
export function removeOperator(dataDir: string, operatorId: string): Promise<void> {
  return withDesk(dataDir, async (desk) => {
    if (!(await desk.remove(caller, operatorId))) throw new FlashlineError('OPERATOR_UNKNOWN', { operatorId })
  })
}

async function withDesk<Result>(
  dataDir: string,
  work: (desk: OperatorDesk) => Result | Promise<Result>,
): Promise<Result> {
  const store = await openStore(dataDir)
  try {
    const desk = await OperatorDesk.open({
      rows: store.operators,
      secrets: await openSecrets(dataDir, systemKeychain),
      // Nobody signs in here, looks on, or reads a log.
      signInSettings: () => ({ pinMaxAgeDays: 0, idleMinutes: 0 }),
      emit: () => undefined,
      log: { info: () => undefined, warn: () => undefined },
      now: () => new Date(),
    })
    return await work(desk)
  } finally {
    await store.close()
  }
}
