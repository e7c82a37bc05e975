// `flashline cloud add-firmware`: lists an image in the firmware catalogue of a local cloud, running or not.
import { basename } from 'node:path'
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { cloudDataDir } from './cloud-data-dir.ts'
import { addDatabaseOption, type CloudDatabaseArguments, chosenDatabase } from './cloud-database.ts'
import { addFilesOptions, type CloudFilesArguments, chosenFiles } from './cloud-files.ts'

interface CloudFirmwareArguments extends CloudDatabaseArguments, CloudFilesArguments {
  readonly product: string
  readonly image: string
  readonly version: string
  readonly from: string
  readonly module?: string
  readonly name?: string
  readonly unverified?: true
  readonly data?: string
  readonly json?: true
}

export function addCloudFirmware(cloud: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = cloud
    .command('add-firmware')
    .description("List an image in the local cloud's firmware catalogue, and print its id.")
    .requiredOption('--product <id>', 'product; made when it is not there')
    .requiredOption('--image <file>', 'the image')
    .requiredOption('--version <text>', 'its version, as the catalogue writes it')
    .option('--from <text>', 'version that it upgrades from (default: any)', '')
    .option('--module <name>', 'module that it is for (default: the default one)')
    .option('--name <text>', "its name (default: the file's)")
    .option('--unverified', 'list it as not verified')
    .option('--data <dir>', 'where the local cloud keeps its data')
    .option('--json', 'print one JSON document: {firmwareId}')
  addDatabaseOption(addFilesOptions(command)).action(async (given: CloudFirmwareArguments) => {
    const { product, image, version } = given
    const firmwareId = await parts.addCloudFirmware({
      dataDir: cloudDataDir(given.data),
      ...chosenDatabase(given, io),
      ...(await chosenFiles(given, command, io.env)),
      product,
      image,
      version,
      fromVersion: given.from,
      module: given.module,
      name: given.name ?? basename(image),
      isVerified: given.unverified !== true,
    })
    io.out(given.json ? jsonLine({ firmwareId }) : `${firmwareId}\n`)
    finish(0)
  })
}
