// Entry n takes a file from user_version n to n + 1. Never edited once released, only appended to.
import { sql as upgrade } from './0001-upgrade.ts'
import { sql as desk } from './0002-desk.ts'
import { sql as progressCatalogue } from './0003-progress-catalogue.ts'
import { sql as shared } from './0004-shared.ts'

export const migrations: readonly string[] = [upgrade, desk, progressCatalogue, shared]
