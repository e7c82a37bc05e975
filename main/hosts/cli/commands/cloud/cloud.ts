// `flashline cloud`: a local cloud for plants without one and for trying things out, until it is told to end.
import type { Command } from 'commander'
import type { CloudRules } from '../../../../local-cloud/cloud-context.ts'
import type { CloudPlace } from '../../../../local-cloud/open-cloud-context.ts'
import type { CliIo } from '../../cli-io.ts'
import { usualCorpId } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import type { RunningCloud } from '../../local-cloud-parts.ts'
import type { CliParts } from '../../parts.ts'
import { readPem } from '../../pem-file.ts'
import type { Finish } from '../../program.ts'
import { untilAborted } from '../../until-aborted.ts'
import { portNumber } from '../../whole-number.ts'
import { cloudDataDir } from './cloud-data-dir.ts'
import { addDatabaseOption, type CloudDatabaseArguments, chosenDatabase } from './cloud-database.ts'
import { addFilesOptions, type CloudFilesArguments, chosenFiles } from './cloud-files.ts'
import { addCloudFirmware } from './cloud-firmware.ts'
import { ruleList, rulesHelp } from './cloud-rules.ts'
import { addCloudTask } from './cloud-task.ts'
import { addCloudToken } from './cloud-token.ts'
import { addCloudUser } from './cloud-user.ts'

interface CloudArguments extends CloudDatabaseArguments, CloudFilesArguments {
  readonly host: string
  readonly port: number
  readonly data?: string
  readonly demo?: true
  readonly json?: true
  readonly tlsCert?: string
  readonly tlsKey?: string
  readonly insecureLan?: true
  readonly publicUrl?: string
  readonly rule?: Partial<CloudRules>
}

export function addCloud(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('cloud')
    .description('Run a local upgrade service on this machine, with fresh access tokens.')
    .option('--host <address>', 'listen at this address; other than 127.0.0.1 needs TLS', '127.0.0.1')
    .option('--port <number>', 'listen here; 0 takes a free one', portNumber, 4518)
    .option('--tls-cert <file>', 'certificate (PEM) for https')
    .option('--tls-key <file>', 'its private key (PEM)')
    .option('--insecure-lan', 'open it to a closed network without encryption')
    .option(
      '--public-url <url>',
      'address that callers know, where a balancer stands before several of these',
    )
    .option('--rule <name...>', 'switch these rules on', ruleList)
    .option('--data <dir>', 'where its tasks, firmware and results are kept')
    .option('--demo', 'with a demo product, its firmware, a running task, eight devices and two members')
    .option(
      '--json',
      'print one JSON object when it listens: {url, corpId, tokens: {station}}; with --demo also {productId, deviceIds, memberId, reviewerId, living, iotRpc} and tokens {member, reviewer, platform, device, user}',
    )
    .addHelpText('after', rulesHelp)
  addDatabaseOption(addFilesOptions(command)).action(async (given: CloudArguments) => {
    if ((given.tlsCert === undefined) !== (given.tlsKey === undefined)) {
      command.error('error: --tls-cert and --tls-key belong together')
    }
    const place = {
      dataDir: cloudDataDir(given.data),
      ...chosenDatabase(given, io),
      ...(await chosenFiles(given, command, io.env)),
    }
    await cloud(given, place, io, parts)
    finish(0)
  })
  for (const add of [addCloudTask, addCloudFirmware, addCloudUser, addCloudToken]) {
    add(command, io, parts, finish)
  }
}

async function cloud(given: CloudArguments, place: CloudPlace, io: CliIo, parts: CliParts): Promise<void> {
  const { host, port, tlsCert, tlsKey } = given
  const running = await parts.startCloud({
    ...place,
    host,
    port,
    demo: given.demo === true,
    tls:
      tlsCert === undefined || tlsKey === undefined
        ? null
        : { cert: await readPem(tlsCert, '--tls-cert'), key: await readPem(tlsKey, '--tls-key') },
    allowPlainLan: given.insecureLan === true,
    ...(given.publicUrl === undefined ? {} : { publicUrl: given.publicUrl }),
    rules: given.rule ?? {},
  })
  try {
    io.out(given.json ? jsonLine(asJson(running)) : asText(running))
    await untilAborted(io.signal)
  } finally {
    await running.close()
  }
}

function asJson({ baseUrl, token, demo }: RunningCloud): object {
  return { url: baseUrl, ...(demo ?? { corpId: usualCorpId, tokens: { station: token } }) }
}

function asText({ baseUrl, token, demo }: RunningCloud): string {
  const lines = [`address  ${baseUrl}`, `token    ${token}`]
  if (demo) {
    const { tokens, living, iotRpc } = demo
    lines.push(
      `product  ${demo.productId}`,
      `devices  ${demo.deviceIds.join(' ')}`,
      `corp     ${demo.corpId}`,
      `member   ${demo.memberId}  ${tokens.member}`,
      `reviewer ${demo.reviewerId}  ${tokens.reviewer}`,
      `platform ${tokens.platform}`,
      `user     ${tokens.user}`,
      `device   ${demo.deviceIds[0] ?? ''}  ${tokens.device}`,
      `living   appKey ${living.appKey}  appSecret ${living.appSecret}  iotToken ${living.iotToken}`,
      `iot-rpc  accessKeyId ${iotRpc.accessKeyId}  accessKeySecret ${iotRpc.accessKeySecret}`,
    )
  }
  return lines.map((line) => `${line}\n`).join('')
}
