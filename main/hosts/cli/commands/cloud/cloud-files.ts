// Where the commands of a local cloud say its firmware files lie. Keys of an object store come from where the AWS tools
// find them, never from here.
import type { Command } from 'commander'
import type { FilesPlace } from '../../../../local-cloud/files/files-place.ts'
import type { CliIo } from '../../cli-io.ts'

export interface CloudFilesArguments {
  readonly files?: string
  readonly filesEndpoint?: string
  readonly filesRegion?: string
}

export function addFilesOptions(command: Command): Command {
  return command
    .option(
      '--files <place>',
      'where firmware files lie: a folder that is there, or s3://bucket/prefix with the usual AWS credentials (default: in the data folder)',
    )
    .option('--files-endpoint <url>', "address of an object store that is not Amazon's")
    .option('--files-region <name>', 'its region')
}

/** For the options of a part; nothing when none was given. INPUT_INVALID {field} */
export async function chosenFiles(
  given: CloudFilesArguments,
  command: Command,
  env: CliIo['env'],
): Promise<{ readonly files?: FilesPlace }> {
  const { files, filesEndpoint: endpoint, filesRegion: region } = given
  if (files === undefined) {
    if (endpoint !== undefined || region !== undefined) {
      command.error('error: --files-endpoint and --files-region need --files s3://bucket/prefix')
    }
    return {}
  }
  const { readFilesPlace } = await import('../../../../local-cloud/files/files-place.ts')
  return { files: readFilesPlace(files, { endpoint, region, usualRegion: env.AWS_REGION }) }
}
