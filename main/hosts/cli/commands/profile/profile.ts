// `flashline profile`: how products are flashed: what there is, what one says, and what is wrong with a file.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addProfileCheck } from './profile-check.ts'
import { addProfileList } from './profile-list.ts'
import { addProfileShow } from './profile-show.ts'

export function addProfile(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const profile = program.command('profile').description('How products are flashed.')
  for (const add of [addProfileList, addProfileShow, addProfileCheck]) add(profile, io, parts, finish)
}
