// Entry n takes the tables on a PostgreSQL server from version n to n + 1. Never edited once released, only appended to.
import { sql as cloud } from './0001-cloud.ts'

export const migrations: readonly string[] = [cloud]
