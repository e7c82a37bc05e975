// The migrations in their order: number n takes a database from user_version n-1 to n. A new one is a new file and a
// new line at the end.
import { sql as records } from './0001-records.ts'
import { sql as clouds } from './0002-clouds.ts'
import { sql as lan } from './0003-lan.ts'
import { sql as bench } from './0004-bench.ts'

export const migrations: readonly string[] = [records, clouds, lan, bench]
