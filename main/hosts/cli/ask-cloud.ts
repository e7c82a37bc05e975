// One command's talk with one cloud: finds the connection, and hands out what its client can.
import type { Command } from 'commander'
import { type CloudUse, FlashlineError } from '../../../preload/contract/index.ts'
import type { CloudClient } from '../../clouds/cloud.ts'
import type { CliIo } from './cli-io.ts'
import { type CloudArguments, deskOptions } from './cloud-options.ts'
import type { CliParts } from './parts.ts'

type AbilityName = Exclude<keyof CloudClient, 'kind' | 'host' | 'test'>

/** CONNECTION_LACKS {connectionId, use} for what this cloud cannot do. */
export type Ability = <Name extends AbilityName>(name: Name) => NonNullable<CloudClient[Name]>

export interface CloudQuestion {
  readonly given: CloudArguments
  /** Says what is wrong with its options. */
  readonly command: Command
  readonly io: CliIo
  readonly parts: CliParts
  /** Decides which of the product's connections is asked. */
  readonly use: CloudUse
}

/** CONNECTION_UNKNOWN, CONNECTION_LACKS, SECRET_MISSING, INPUT_INVALID, and what the work rejects with. */
export async function askCloud<Answer>(
  { given, command, io, parts, use }: CloudQuestion,
  work: (ability: Ability, signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const options = await deskOptions(given, command, io.env)
  const desk = await parts.cloudDesk()
  return desk.withCloud(options, use, (client, { connectionId }) =>
    work((name) => {
      const ability = client[name]
      if (!ability) throw new FlashlineError('CONNECTION_LACKS', { connectionId, use: name })
      return ability
    }, io.signal),
  )
}
