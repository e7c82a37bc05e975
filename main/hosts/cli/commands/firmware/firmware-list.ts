// `flashline firmware list`: the synced copy of the catalogue; with --connection the catalogue itself, asked now.
import type { Command } from 'commander'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addConnectionOptions, type CloudArguments } from '../../cloud-options.ts'
import { existingDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { tellPage } from '../../print-list.ts'
import type { Finish } from '../../program.ts'
import { firmwareTable } from './firmware-view.ts'

interface FirmwareListArguments extends CloudArguments {
  readonly productKey?: string
  readonly version?: string
}

export function addFirmwareList(firmware: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = firmware
    .command('list')
    .description('List firmware of the synced catalogues; with --connection, ask that catalogue now.')
    .option('--product-key <key>', 'only of this product')
    .option('--version <text>', 'only of exactly this version')
  addConnectionOptions(command, 'print one firmware per line, as the contract has it').action(
    async (given: FirmwareListArguments) => {
      const { productKey, version } = given
      const { entries, unread } = given.connection === undefined ? await synced(given) : await asked(given)
      const language = cliLanguage(io.env)
      io.out(given.json ? entries.map(jsonLine).join('') : firmwareTable(entries, language))
      tellPage(io, { offset: 0, shown: entries.length, total: entries.length, unread }, language)
      finish(0)

      async function synced({ data }: FirmwareListArguments) {
        const dataDir = existingDataDir(data)
        if (dataDir === null) return { entries: [], unread: [] }
        const work = await parts.deskWork()
        const all = await work.listCatalogue(dataDir, productKey === undefined ? {} : { productKey })
        return {
          entries: all.filter((entry) => version === undefined || entry.version === version),
          unread: [],
        }
      }

      function asked(given: FirmwareListArguments) {
        const query = {
          ...(productKey === undefined ? {} : { productKey }),
          ...(version === undefined ? {} : { version }),
        }
        return askCloud({ given, command, io, parts, use: 'catalogue' }, (ability, signal) =>
          ability('catalogue').listFirmware(query, signal),
        )
      }
    },
  )
}
