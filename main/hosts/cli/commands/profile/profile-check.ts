// `flashline profile check`: every mistake in a profile's file with its place, as editors and CI read them.
import type { Command } from 'commander'
import { errorTable, mistakeText } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { passStatus } from '../../exit-status.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { printable } from '../../printable.ts'
import { moreMistakes, wholeProfile } from '../../profile-texts.ts'
import type { Finish } from '../../program.ts'

export function addProfileCheck(profile: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  profile
    .command('check')
    .argument('<file>', 'a profile')
    .description('Check the file of a profile. Ends with 2 when it has mistakes.')
    .option('--json', 'print one JSON document: {profileId, mistakes, total}')
    .action(async (file: string, given: { readonly json?: true }) => {
      const { checkProfileFile } = await parts.profileDesk()
      const checked = await checkProfileFile(file)
      const { profileId, mistakes, total } = checked
      const language = cliLanguage(io.env)
      const say = (line: string) => io.out(`${printable(line)}\n`)
      if (given.json) io.out(jsonLine(checked))
      else if (profileId !== null) say(wholeProfile(profileId, language))
      else {
        for (const { place, line, column, ...mistake } of mistakes)
          say(`${file}:${line}:${column}: ${place ? `${place}: ` : ''}${mistakeText(mistake, language)}`)
        if (total > mistakes.length) say(moreMistakes(total - mistakes.length, language))
      }
      finish(profileId === null ? errorTable.PROFILE_INVALID.exit : passStatus)
    })
}
