// `flashline profile list`: the profiles of the program and of a data folder; on standard error, files left out.
import type { Command } from 'commander'
import { resourcesDir } from '../../../program-root.ts'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { printable, table } from '../../printable.ts'
import { profileOriginTexts, profileWords } from '../../profile-texts.ts'
import type { Finish } from '../../program.ts'

export function addProfileList(profile: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  profile
    .command('list')
    .description('List profiles, and files with mistakes.')
    .option('--data <dir>', 'where further profiles are kept')
    .option('--json', 'print one JSON document: {profiles, problems}')
    .action(async (given: { readonly data?: string; readonly json?: true }) => {
      const { openProfiles } = await parts.profileDesk()
      const list = (await openProfiles(resourcesDir(), chosenDataDir(given.data))).list()
      const language = cliLanguage(io.env)
      if (given.json) io.out(jsonLine(list))
      else {
        const heads = ['id', 'protocol', 'origin', 'name'] as const
        const rows = list.profiles.map(({ profileId, protocol, origin, name }) => [
          profileId,
          protocol,
          profileOriginTexts[origin][language],
          name,
        ])
        io.out(table([heads.map((head) => profileWords[head][language]), ...rows]))
        for (const { context } of list.problems)
          io.err(
            `${printable(`${context.file}: ${profileWords.leftOut[language]}: ${context.issue ?? ''}`)}\n`,
          )
      }
      finish(0)
    })
}
