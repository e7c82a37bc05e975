// `flashline profile show`: what the file of a profile says.
import type { Command } from 'commander'
import { resourcesDir } from '../../../program-root.ts'
import type { CliIo } from '../../cli-io.ts'
import { chosenDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'

export function addProfileShow(profile: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  profile
    .command('show')
    .argument('<id>', 'its id')
    .description('Print a profile as its file says it, to be changed and kept under <data>/profiles/.')
    .option('--data <dir>', 'where further profiles are kept')
    .option('--json', 'print one JSON document: {profileId, origin, hidesBuiltIn, profile, ...}')
    .action(async (profileId: string, given: { readonly data?: string; readonly json?: true }) => {
      const { openProfiles } = await parts.profileDesk()
      const detail = (await openProfiles(resourcesDir(), chosenDataDir(given.data))).get(profileId)
      io.out(given.json ? jsonLine(detail) : `${JSON.stringify(detail.profile, null, 2)}\n`)
      finish(0)
    })
}
