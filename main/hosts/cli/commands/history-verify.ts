// `flashline history verify`: every record against the chain of records, or an export against its proof. Status 1 when anything
// does not fit.
import type { Command } from 'commander'
import { type ChainProblem, type ChainReport, FlashlineError } from '../../../../preload/contract/index.ts'
import type { CheckedProof } from '../../../station/database-once.ts'
import {
  chainProblemText,
  chainRecoveryText,
  chainText,
  proofProblemText,
  proofText,
} from '../chain-texts.ts'
import type { CliIo } from '../cli-io.ts'
import { existingDataDir } from '../existing-data-dir.ts'
import { failStatus, passStatus } from '../exit-status.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import type { CliParts } from '../parts.ts'
import { printable } from '../printable.ts'
import type { Finish } from '../program.ts'
import { errorLines } from '../say-error.ts'

interface Given {
  readonly data?: string
  readonly json?: true
  readonly proof?: string
  readonly export?: string
}

export function addHistoryVerify(history: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  history
    .command('verify')
    .description(
      'Check every record against the chain of records: what was edited, removed, added or moved. Also beside a running station.',
    )
    .option('--proof <file>', 'check this proof of an export, and the records with it')
    .option('--export <file>', 'with --proof: the export that it is of')
    .option('--json', 'one JSON document, as the contract has it')
    .option('--data <dir>', 'where the records are kept')
    .action(async (given: Given) => {
      const dataDir = existingDataDir(given.data)
      const { verifyRecords, verifyProof } = await parts.databaseOnce()
      if (given.proof !== undefined) {
        const check = { proof: given.proof, export: given.export ?? null, dataDir }
        finish(sayProof(io, await verifyProof(check), given.json === true))
        return
      }
      if (given.export !== undefined || dataDir === null)
        throw new FlashlineError('INPUT_INVALID', { field: dataDir === null ? '--data' : '--proof' })
      const report = await verifyRecords(dataDir, progressOf(io), io.signal)
      if (io.isTerminal) io.err('\r\u001b[K')
      finish(sayReport(io, report, given.json === true))
    })
}

/** On a terminal a line that is rewritten; else nothing. */
function progressOf(io: CliIo): (done: number, total: number) => void {
  let shown = -1
  return (done, total) => {
    const percent = total === 0 ? 100 : Math.floor((done * 100) / total)
    if (!io.isTerminal || percent === shown) return
    shown = percent
    io.err(`\r${percent}% (${done}/${total})`)
  }
}

function sayReport(io: CliIo, report: ChainReport, asJson: boolean): number {
  const language = cliLanguage(io.env)
  if (asJson) io.out(jsonLine(report))
  else {
    io.out(`${chainText(report, language)}\n`)
    for (const recovery of report.recoveries) io.out(`${chainRecoveryText(recovery, language)}\n`)
    for (const problem of report.problems) io.out(`${printable(chainProblemText(problem, language))}\n`)
  }
  if (report.problemCount === 0) return passStatus
  const isBehind = report.problems.every(({ kind }: ChainProblem) => kind === 'headBehind')
  const error = isBehind
    ? new FlashlineError('CHAIN_BEHIND', {
        known: report.problems[0]?.entryNo ?? null,
        found: report.entries,
      })
    : new FlashlineError('CHAIN_BROKEN', { problems: report.problemCount })
  io.err(errorLines(error, language))
  return failStatus
}

function sayProof(io: CliIo, checked: CheckedProof, asJson: boolean): number {
  const language = cliLanguage(io.env)
  if (asJson) io.out(jsonLine(checked))
  else {
    io.out(`${printable(proofText(checked, language))}\n`)
    for (const problem of checked.problems) io.out(`${printable(proofProblemText(problem, language))}\n`)
  }
  if (checked.problems.length === 0) return passStatus
  io.err(errorLines(new FlashlineError('PROOF_DIFFERS', { problems: checked.problems.length }), language))
  return failStatus
}
