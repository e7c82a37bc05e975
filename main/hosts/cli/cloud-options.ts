// Which cloud a command asks, from its options: a connection of the data folder, or an upgrade service that is named by
// its address and a token, for scripts.
import type { Command } from 'commander'
import type { CloudDeskOptions } from '../../station/cloud-desk.ts'
import type { CliIo } from './cli-io.ts'
import { chosenDataDir } from './existing-data-dir.ts'
import { readToken } from './read-token.ts'

/** The corporation that a local cloud takes. */
export const usualCorpId = 'flashline'

export interface AdHocArguments {
  readonly cloud?: string
  readonly corp?: string
  readonly tokenFile?: string
}

export interface CloudArguments extends AdHocArguments {
  readonly connection?: string
  readonly product?: string
  readonly data?: string
  readonly json?: true
}

/** `json`: what --json prints. */
export function addCloudOptions(command: Command, json: string): Command {
  return addAdHocOptions(addConnectionOption(command)).option('--json', json)
}

/** For clouds that no fixed token opens. */
export function addConnectionOptions(command: Command, json: string): Command {
  return addConnectionOption(command).option('--json', json)
}

function addConnectionOption(command: Command): Command {
  return command
    .option(
      '--connection <id>',
      'ask this connection (default: the one that the product names, or the only one)',
    )
    .option('--data <dir>', 'where connections and products are set')
}

export function addAdHocOptions(command: Command): Command {
  return command
    .option('--cloud <url>', 'the upgrade service; its token comes from FLASHLINE_TOKEN or --token-file')
    .option('--corp <id>', `corporation id at the cloud (default: ${usualCorpId}, which a local cloud takes)`)
    .option('--token-file <file>', 'file that holds the access token')
}

/** Null without --cloud. Ends with the usage status when the options do not fit together. INPUT_INVALID */
export async function adHocCloud(
  given: AdHocArguments,
  command: Command,
  env: CliIo['env'],
): Promise<CloudDeskOptions['adHoc']> {
  const refuse = (message: string) => command.error(`error: ${message}`)
  const { cloud } = given
  if (cloud === undefined) {
    if (given.tokenFile !== undefined) refuse('--token-file needs --cloud')
    if (given.corp !== undefined) refuse('--corp needs --cloud')
    return null
  }
  if (!/^https?:\/\/[^/]/i.test(cloud)) {
    refuse('--cloud needs an address that starts with http:// or https://')
  }
  const token = await readToken(given.tokenFile, env)
  if (token === null) {
    return refuse('--cloud needs a token: set FLASHLINE_TOKEN or give --token-file <file>')
  }
  return { baseUrl: cloud, corpId: given.corp ?? usualCorpId, token }
}

/** Ends with the usage status when the options do not fit together. INPUT_INVALID */
export async function deskOptions(
  given: CloudArguments,
  command: Command,
  env: CliIo['env'],
): Promise<CloudDeskOptions> {
  if (given.connection !== undefined && given.cloud !== undefined) {
    command.error('error: give --connection or --cloud, not both')
  }
  const adHoc = await adHocCloud(given, command, env)
  return {
    dataDir: chosenDataDir(given.data),
    connectionId: given.connection ?? null,
    productId: given.product ?? null,
    adHoc,
  }
}
