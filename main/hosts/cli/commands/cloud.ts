// `flashline cloud`: a local cloud for plants without one and for trying things out, until it is told to end.
import type { Command } from 'commander'
import type { CliIo } from '../cli-io.ts'
import type { CliParts } from '../parts.ts'
import type { Finish } from '../program.ts'
import { untilAborted } from '../until-aborted.ts'
import { portNumber } from '../whole-number.ts'
import { cloudDataDir } from './cloud-data-dir.ts'
import { addCloudTask } from './cloud-task.ts'

interface CloudArguments {
  readonly port: number
  readonly data?: string
  readonly demo?: true
}

export function addCloud(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = program
    .command('cloud')
    .description('Run a local upgrade service on this machine, with a fresh access token.')
    .option('--port <number>', 'listen here; 0 takes a free one', portNumber, 4518)
    .option('--data <dir>', 'where its tasks, firmware and results are kept')
    .option('--demo', 'with a demo product, its firmware, a running task and eight devices')
    .action(async (given: CloudArguments) => {
      await cloud(given, io, parts)
      finish(0)
    })
  addCloudTask(command, io, parts, finish)
}

async function cloud(given: CloudArguments, io: CliIo, parts: CliParts): Promise<void> {
  const dataDir = cloudDataDir(given.data)
  const running = await parts.startCloud({
    dataDir,
    host: '127.0.0.1',
    port: given.port,
    demo: given.demo === true,
  })
  try {
    io.out(`address  ${running.baseUrl}\ntoken    ${running.token}\n`)
    if (running.demo !== null) {
      io.out(`product  ${running.demo.productId}\ndevices  ${running.demo.deviceIds.join(' ')}\n`)
    }
    await untilAborted(io.signal)
  } finally {
    await running.close()
  }
}
