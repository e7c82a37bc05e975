// The migrations in their order: number n takes a database from user_version n-1 to n. A new one is a new file and a
// new line at the end.
import { sql as records } from './0001-records.ts'
import { sql as clouds } from './0002-clouds.ts'
import { sql as lan } from './0003-lan.ts'
import { sql as bench } from './0004-bench.ts'
import { sql as outbox } from './0005-outbox.ts'
import { sql as guards } from './0006-guards.ts'
import { sql as chain } from './0007-chain.ts'
import { sql as factory } from './0008-factory.ts'
import { sql as kits } from './0009-kits.ts'

export const migrations: readonly string[] = [
  records,
  clouds,
  lan,
  bench,
  outbox,
  guards,
  chain,
  factory,
  kits,
]
