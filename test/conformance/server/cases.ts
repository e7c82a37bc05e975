// All cases of the server suite.
import type { Case } from './bench.ts'
import { createCases } from './create-cases.ts'
import { readCases } from './read-cases.ts'
import { resultCases } from './result-cases.ts'
import { stateCases } from './state-cases.ts'

export const cases: readonly Case[] = [...createCases, ...stateCases, ...resultCases, ...readCases]
