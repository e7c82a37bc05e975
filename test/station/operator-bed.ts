// An operator desk over a real database and secrets file in a folder of its own, with a clock that the test moves.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Caller, createCaller } from '../../main/station/caller.ts'
import { OperatorDesk } from '../../main/station/operator-desk.ts'
import { openSecrets, type Secrets } from '../../main/station/secrets.ts'
import { openStore } from '../../main/store/open-store.ts'
import {
  type EventBody,
  FlashlineError,
  type Operator,
  type OperatorDraft,
  type Settings,
} from '../../preload/contract/index.ts'

export interface OperatorBed {
  readonly dataDir: string
  readonly desk: OperatorDesk
  readonly secrets: Secrets
  readonly events: readonly EventBody[]
  /** What was logged. */
  readonly said: readonly string[]
  signInSettings: Settings['signIn']
  /** Moves the clock. */
  pass(ms: number): void
  /** Adds operators: the first one by a caller of its own. */
  add(draft: Partial<OperatorDraft> & Pick<OperatorDraft, 'name' | 'role'>): Promise<Operator>
  /** A caller that has signed in. */
  signedIn(operatorId: string, pin: string): Promise<Caller>
  close(): Promise<void>
}

export const keyHolder: Caller = createCaller(true)

export async function openOperatorBed(): Promise<OperatorBed> {
  const dataDir = await mkdtemp(join(tmpdir(), 'flashline-operators-'))
  const store = await openStore(dataDir)
  const secrets = await openSecrets(dataDir, async () => null)
  const events: EventBody[] = []
  const said: string[] = []
  let nowMs = Date.parse('2026-03-01T08:00:00Z')
  const say = (facts: object, message: string) => void said.push(`${JSON.stringify(facts)} ${message}`)
  const bed = {
    dataDir,
    secrets,
    events,
    said,
    signInSettings: { pinMaxAgeDays: 0, idleMinutes: 0 },
    pass(ms: number) {
      nowMs += ms
    },
  }
  const desk = await OperatorDesk.open({
    rows: store.operators,
    secrets,
    signInSettings: () => bed.signInSettings,
    emit: (event) => void events.push(event),
    log: { info: say, warn: say },
    now: () => new Date(nowMs),
  })
  return Object.assign(bed, {
    desk,
    add: (draft: Partial<OperatorDraft> & Pick<OperatorDraft, 'name' | 'role'>) =>
      desk.save(keyHolder, { operatorId: null, active: true, pin: '2468', ...draft }),
    async signedIn(operatorId: string, pin: string) {
      const caller = createCaller()
      await desk.signIn(caller, { operatorId, pin })
      return caller
    },
    async close() {
      await store.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  })
}

/** The code and facts that it was refused with. */
export async function refusal(work: () => unknown): Promise<{ code: string; context: object }> {
  try {
    await work()
  } catch (error) {
    if (error instanceof FlashlineError) return { code: error.code, context: error.context }
    throw error
  }
  throw new Error('it was not refused')
}
