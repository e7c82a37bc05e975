// The name a connection goes by on the command line and in the records: made once from the name a person gave it, and
// kept when that name is changed. Pure.
import type { ConnectionKind } from '../../../../preload/contract/connection-facts.ts'

/** `Plant A (test)` -> `plant-a-test`; the kind where nothing is left of the name; `-2` and so on where it is taken. */
export function connectionIdFor(name: string, kind: ConnectionKind, taken: ReadonlySet<string>): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 36)
    .replace(/^-+|-+$/g, '')
  const wanted = slug || kind
  let connectionId = wanted
  for (let number = 2; taken.has(connectionId); number += 1) connectionId = `${wanted}-${number}`
  return connectionId
}
