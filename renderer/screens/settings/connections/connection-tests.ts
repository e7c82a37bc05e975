// How the last test of each connection went, for as long as the page lives: switching screens does not lose it. A result
// counts only for the connection as it was set then.
import { create } from 'zustand'
import type { Connection, ConnectionCheck } from '../../../../preload/contract/connection.ts'
import { fingerprint } from './connection-draft.ts'

export interface ConnectionTest {
  /** Null: it is under way. */
  readonly checks: readonly ConnectionCheck[] | null
  readonly atMs: number
  /** Of the connection that was tested. */
  readonly fingerprint: string
}

export type ConnectionTests = Readonly<Record<string, ConnectionTest>>

export const useConnectionTests = create<ConnectionTests>()(() => ({}))

/** The last test of this connection as it is set; undefined when there was none. Pure. */
export function testOf(
  tests: ConnectionTests,
  connection: Connection | undefined,
): ConnectionTest | undefined {
  const test = connection && tests[connection.connectionId]
  return connection && test?.fingerprint === fingerprint(connection) ? test : undefined
}

export interface TestRun {
  readonly connection: Connection
  readonly ask: (input: { connectionId: string }) => Promise<readonly ConnectionCheck[]>
  readonly nowMs: number
}

/** Rejects as `ask` does; nothing is kept then. */
export async function runTest({ connection, ask, nowMs }: TestRun): Promise<void> {
  const { connectionId } = connection
  const started: ConnectionTest = { checks: null, atMs: nowMs, fingerprint: fingerprint(connection) }
  // Forgotten or begun anew while it ran: its answer is about something else.
  const counts = () => useConnectionTests.getState()[connectionId] === started
  useConnectionTests.setState({ [connectionId]: started })
  try {
    const checks = await ask({ connectionId })
    if (counts()) useConnectionTests.setState({ [connectionId]: { ...started, checks } })
  } catch (error) {
    if (counts()) forgetTests([connectionId])
    throw error
  }
}

/** Their secrets were changed. */
export function forgetTests(connectionIds: readonly string[]): void {
  useConnectionTests.setState(
    (tests) => Object.fromEntries(Object.entries(tests).filter(([id]) => !connectionIds.includes(id))),
    true,
  )
}
