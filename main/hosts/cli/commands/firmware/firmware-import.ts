// `flashline firmware import`: takes a file into the firmware store that digest and size show to be the catalogue's.
import type { Command } from 'commander'
import { openDataDir } from '../../../open-data-dir.ts'
import { resourcesDir } from '../../../program-root.ts'
import type { CliIo } from '../../cli-io.ts'
import { unmatchedText } from '../../cloud-texts.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { fileFacts, firmwareTable } from './firmware-view.ts'

interface FirmwareImportArguments {
  readonly connection?: string
  readonly allowUnmatched?: true
  readonly data?: string
  readonly json?: true
}

export function addFirmwareImport(firmware: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  firmware
    .command('import <file>')
    .description('Store a firmware file that fits one of the synced catalogues by size and digest.')
    .option('--connection <id>', 'only the catalogues of this connection')
    .option('--allow-unmatched', 'store it also when it fits none')
    .option('--data <dir>', 'where firmware and catalogues are kept')
    .option('--json', 'print one JSON document: {sha256, md5, sizeBytes, entry}')
    .action(async (file: string, given: FirmwareImportArguments) => {
      const work = await parts.deskWork()
      const stored = await work.importFirmware({
        dataDir: openDataDir(given.data),
        resourcesDir: resourcesDir(),
        file,
        allowUnmatched: given.allowUnmatched === true,
        connectionId: given.connection ?? null,
      })
      const language = cliLanguage(io.env)
      if (given.json) io.out(jsonLine(stored))
      else {
        io.out(fileFacts(stored, language))
        io.out(stored.entry ? firmwareTable([stored.entry], language) : `${unmatchedText[language]}\n`)
      }
      finish(0)
    })
}
