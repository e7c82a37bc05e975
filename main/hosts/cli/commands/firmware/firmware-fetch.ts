// `flashline firmware fetch`: the file of one firmware of a catalogue, proved and taken into the firmware store.
import type { Command } from 'commander'
import { openDataDir } from '../../../open-data-dir.ts'
import { resourcesDir } from '../../../program-root.ts'
import type { CliIo } from '../../cli-io.ts'
import { addConnectionOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { sizeText } from '../../quantities.ts'
import { fileFacts } from './firmware-view.ts'

interface FirmwareFetchArguments extends CloudArguments {
  readonly file?: string
  readonly allowUnverified?: true
}

export function addFirmwareFetch(firmware: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = firmware
    .command('fetch <firmwareId>')
    .description('Fetch the file of one firmware of a synced catalogue.')
    .option(
      '--file <file>',
      'where the service gives no files away: this one, when it is what the catalogue describes',
    )
    .option('--allow-unverified', 'also one that its catalogue does not call verified')
  addConnectionOptions(command, 'print one JSON document: {sha256, md5, sizeBytes}').action(
    async (firmwareId: string, given: FirmwareFetchArguments) => {
      const work = await parts.deskWork()
      const tell = (done: number, total: number) => {
        if (io.isTerminal) io.err(`\r\u001b[2K${sizeText(done)} / ${sizeText(total)}`)
      }
      const stored = await work
        .fetchFirmware(
          {
            dataDir: openDataDir(given.data),
            resourcesDir: resourcesDir(),
            connectionId: given.connection ?? null,
            firmwareId,
            allowUnverified: given.allowUnverified === true,
            file: given.file ?? null,
          },
          tell,
          io.signal,
        )
        .finally(() => {
          if (io.isTerminal) io.err('\r\u001b[2K')
        })
      io.out(given.json ? jsonLine(stored) : fileFacts(stored, cliLanguage(io.env)))
      finish(0)
    },
  )
}
