// `flashline cloud token`: an access token of the local cloud, for a station, a script or a device.
import { type Command, InvalidArgumentError } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { usualCorpId } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import type { NewCloudToken } from '../../local-cloud-parts.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { cloudDataDir } from './cloud-data-dir.ts'
import { addDatabaseOption, type CloudDatabaseArguments, chosenDatabase } from './cloud-database.ts'

type Kind = NewCloudToken['kinds'][number]

const kinds: ReadonlyMap<string, Kind> = new Map([
  ['corp', 'corp'],
  ['third-party', 'thirdParty'],
  ['user', 'user'],
  ['device', 'device'],
  ['platform', 'platform'],
])

interface CloudTokenArguments extends CloudDatabaseArguments {
  readonly kind: readonly Kind[]
  readonly member?: string
  readonly device?: string
  readonly corp: string
  readonly data?: string
  readonly json?: true
}

export function addCloudToken(cloud: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = cloud
    .command('token')
    .description('Issue an access token of these kinds, and print it; it is shown only here.')
    .option(
      '--kind <kinds>',
      `of ${[...kinds.keys()].join(',')}; a station needs corp,user,platform`,
      kindList,
      ['corp', 'user', 'platform'],
    )
    .option('--member <id>', 'corp: speaks for this member')
    .option('--device <id>', 'device: speaks for this device')
    .option('--corp <id>', 'corporation', usualCorpId)
    .option('--data <dir>', 'where the local cloud keeps its data')
    .option('--json', 'print one JSON document: {token}')
  addDatabaseOption(command).action(async (given: CloudTokenArguments) => {
    const { kind, member, device } = given
    if (kind.includes('device') !== (device !== undefined)) {
      command.error('error: --kind device and --device <id> belong together')
    }
    if (member !== undefined && !kind.includes('corp')) command.error('error: --member needs --kind corp')
    const token = await parts.issueCloudToken({
      dataDir: cloudDataDir(given.data),
      ...chosenDatabase(given, io),
      corpId: given.corp,
      kinds: kind,
      memberId: member ?? null,
      deviceId: device ?? null,
    })
    io.out(given.json ? jsonLine({ token }) : `${token}\n`)
    finish(0)
  })
}

function kindList(text: string): Kind[] {
  return text.split(',').map((name) => {
    const kind = kinds.get(name.trim())
    if (kind === undefined) throw new InvalidArgumentError(`Of these: ${[...kinds.keys()].join(', ')}.`)
    return kind
  })
}
