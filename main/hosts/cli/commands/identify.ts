// `flashline identify`: which chip is there, who the device is and what it runs, without writing anything.
import type { Command } from 'commander'
import {
  chipFactWords,
  type Language,
  memorySizeText,
  type Notice,
  noticeTexts,
} from '../../../../preload/contract/index.ts'
import type { Identified } from '../../../station/identify-once.ts'
import { resourcesDir } from '../../program-root.ts'
import type { CliIo } from '../cli-io.ts'
import { chosenDataDir } from '../existing-data-dir.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import { addNetworkOptions, linkHelp, type NetworkArguments, networkOf } from '../network-options.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'
import { identifyTexts } from '../texts.ts'
import { wholeNumber } from '../whole-number.ts'

const usualWaitSeconds = 30

interface IdentifyArguments extends NetworkArguments {
  readonly link: string
  readonly profile?: string
  readonly wait: number
  readonly data?: string
  readonly json?: true
}

export function addIdentify(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('identify')
    .description('Ask a device which chip it has, who it is and what it runs. Writes nothing.')
    .requiredOption('--link <address>', linkHelp)
    .option('--profile <id>', 'how it is spoken to (default: the boot loaders are tried one after the other)')
    .option(
      '--wait <seconds>',
      'how long you have to start the boot loader by hand, once all were tried',
      (text) => wholeNumber(text, 0, 3600),
      usualWaitSeconds,
    )
    .option('--data <dir>', 'where further profiles are kept')
    .option('--json', 'print one JSON document')
  addNetworkOptions(command).action(async (given: IdentifyArguments) => {
    if (/^(lan|mqtt):/.test(given.link) && given.profile === undefined)
      command.error('error: a device of the LAN has no boot loader to try; give --profile')
    const language = cliLanguage(io.env)
    const network = await networkOf(given, command, io.env)
    const found = await parts.identifyOnce(
      {
        resourcesDir: resourcesDir(),
        dataDir: chosenDataDir(given.data),
        link: given.link,
        profileId: given.profile ?? null,
        handWaitMs: given.wait * 1000,
        onNotice: noticeTeller(io, language),
        ...(network === null ? {} : { network }),
      },
      io.signal,
    )
    io.out(given.json ? jsonLine(found) : table(factsOf(found, language)))
    finish(0)
  })
}

/** Says each change once. */
function noticeTeller({ err }: CliIo, language: Language): (notice: Notice | null) => void {
  let said: Notice | null = null
  return (notice) => {
    if (notice === said) return
    said = notice
    if (notice !== null) err(`${noticeTexts[notice][language].text}\n`)
  }
}

function factsOf({ protocol, chip, device, version, fittingProfiles }: Identified, language: Language) {
  const rows: [string, string | null][] = [
    [identifyTexts.chip[language], chip.name ?? chip.family],
    [identifyTexts.protocol[language], protocol],
    ['MAC', device.mac],
    [identifyTexts.serialNumber[language], device.sn],
    [identifyTexts.deviceId[language], device.deviceId],
    [
      identifyTexts.flash[language],
      chip.flashSizeBytes === null ? null : memorySizeText(chip.flashSizeBytes),
    ],
    [identifyTexts.version[language], version.text],
  ]
  return [
    ...rows.filter((row): row is [string, string] => row[1] !== null),
    ...chipFactWords(chip.facts ?? {}, language),
    ...(fittingProfiles.length > 0
      ? [[identifyTexts.profiles[language], fittingProfiles.join(', ')] as const]
      : []),
  ]
}
