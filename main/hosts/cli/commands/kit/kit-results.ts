// `flashline kit export-results` and `import-results`: what a bench without a network did, on its way to a cloud.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import { broughtText, exportedText } from '../../kit-texts.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { kitFolder } from './kit-folder.ts'

interface Given {
  readonly by?: string
  readonly data?: string
  readonly json?: true
}

export function addKitResults(kit: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = (name: string, description: string) =>
    kit
      .command(name)
      .description(description)
      .option('--by <name>', 'who does it (default: the user of this system)')
      .option('--data <dir>', 'where the records are kept')
      .option('--json', 'print one JSON document: the file, as the contract has it')

  command(
    'export-results <file>',
    'Write what waits for a cloud into a signed file, which another station brings to it.',
  ).action(async (file: string, given: Given) => {
    const { exportResults } = await parts.kitOnce()
    const out = await exportResults(kitFolder(given), file, io.signal)
    io.out(given.json ? jsonLine(out) : `${exportedText(out, cliLanguage(io.env))}\n`)
    finish(0)
  })

  command(
    'import-results <file>',
    'Take the results of another station into the outbox; each goes to its cloud once.',
  ).action(async (file: string, given: Given) => {
    const { importResults } = await parts.kitOnce()
    const taken = await importResults(kitFolder(given), file, io.signal)
    io.out(given.json ? jsonLine(taken) : `${broughtText(taken, cliLanguage(io.env))}\n`)
    finish(0)
  })
}
