// `flashline kit list`: the kits that were brought into a data folder.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import { kitStateTexts } from '../../kit-texts.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { kitFolder } from './kit-folder.ts'

export function addKitList(kit: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  kit
    .command('list')
    .description('List the kits that were brought in, newest first.')
    .option('--data <dir>', 'where they are kept')
    .option('--json', 'one kit per line, as the contract has it')
    .action(async (given: { readonly data?: string; readonly json?: true }) => {
      const { listKits } = await parts.kitOnce()
      const kits = await listKits(kitFolder(given))
      const language = cliLanguage(io.env)
      const rows = kits.map(({ kit: { name, validTo, stationName, fingerprint }, importedAt, state }) => [
        ...[importedAt, kitStateTexts[state][language], name, stationName, fingerprint, validTo],
      ])
      io.out(given.json ? kits.map(jsonLine).join('') : table(rows))
      finish(0)
    })
}
