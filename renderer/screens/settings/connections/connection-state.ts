// What the list says about a connection in one word: what stands in the way of using it first, else how its last test
// went. Pure.
import type { Connection } from '../../../../preload/contract/connection.ts'
import { type SecretName, secretsOf } from '../../../../preload/contract/connection-facts.ts'
import { type ConnectionDraft, isConnectionChanged } from './connection-draft.ts'
import type { ConnectionTest } from './connection-tests.ts'
import type { StoredSecrets } from './use-stored-secrets.ts'

export type ConnectionState = 'unsaved' | 'secretMissing' | 'untested' | 'testing' | 'works' | 'failed'

export interface ConnectionCircumstances {
  readonly draft: ConnectionDraft
  readonly saved: Connection | undefined
  readonly secrets: StoredSecrets | null
  readonly test: ConnectionTest | undefined
}

export function connectionStateOf(circumstances: ConnectionCircumstances): ConnectionState {
  const { draft, saved, secrets, test } = circumstances
  if (saved === undefined || isConnectionChanged(draft, saved)) return 'unsaved'
  if (test?.checks === null) return 'testing'
  if (secrets && missingSecrets(saved, secrets).length > 0) return 'secretMissing'
  if (test === undefined) return 'untested'
  return test.checks.some(({ outcome }) => outcome === 'failed') ? 'failed' : 'works'
}

/** Those it cannot do without and the station does not have. */
export function missingSecrets(connection: Connection, secrets: StoredSecrets): SecretName[] {
  return secretsOf(connection).filter((name) => !isStored(connection.connectionId, name, secrets))
}

export function isStored(connectionId: string, name: SecretName, { stored }: StoredSecrets): boolean {
  return stored.some((one) => one.connectionId === connectionId && one.name === name)
}

/** What a person knows a connection by. */
export function connectionLabel({
  name,
  connectionId,
}: {
  readonly name: string
  readonly connectionId: string
}): string {
  return name.trim() || connectionId
}

/** Host of an address; the address itself while it is none. */
export function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl
}
