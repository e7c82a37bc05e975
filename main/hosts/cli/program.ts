// The commands, put together; parsing and refusals. What a command does is in commands/, one file each.
import { Command, CommanderError } from 'commander'
import { asFlashlineError, errorTable } from '../../../preload/contract/index.ts'
import { version } from '../version.ts'
import type { CliIo } from './cli-io.ts'
import { addBackup } from './commands/backup.ts'
import { addCheck } from './commands/check.ts'
import { addClient } from './commands/client/client.ts'
import { addCloud } from './commands/cloud/cloud.ts'
import { addConnection } from './commands/connection/connection.ts'
import { addDevice } from './commands/device/device.ts'
import { addDoctor } from './commands/doctor.ts'
import { addFirmware } from './commands/firmware/firmware.ts'
import { addFlash } from './commands/flash.ts'
import { addHistory } from './commands/history.ts'
import { addIdentify } from './commands/identify.ts'
import { addImage } from './commands/image.ts'
import { addKit } from './commands/kit/kit.ts'
import { addLan } from './commands/lan.ts'
import { addOperator } from './commands/operator/operator.ts'
import { addOrder } from './commands/order/order.ts'
import { addOtalog } from './commands/otalog/otalog.ts'
import { addOutbox } from './commands/outbox/outbox.ts'
import { addProfile } from './commands/profile/profile.ts'
import { addProgress } from './commands/progress.ts'
import { addPush } from './commands/push.ts'
import { addReport } from './commands/report.ts'
import { addRestore } from './commands/restore.ts'
import { addServe } from './commands/serve.ts'
import { addSync } from './commands/sync.ts'
import { addTask } from './commands/task/task.ts'
import { exitStatusHelp, passStatus, usageStatus } from './exit-status.ts'
import { cliLanguage } from './language.ts'
import type { CliParts } from './parts.ts'
import { errorLines } from './say-error.ts'

/** How a command hands back its exit status. */
export type Finish = (status: number) => void

const commands = [
  addFlash,
  addPush,
  addLan,
  addIdentify,
  addServe,
  addTask,
  addCheck,
  addReport,
  addOtalog,
  addProgress,
  addFirmware,
  addImage,
  addSync,
  addConnection,
  addProfile,
  addOperator,
  addClient,
  addDevice,
  addCloud,
  addHistory,
  addOrder,
  addKit,
  addOutbox,
  addBackup,
  addRestore,
  addDoctor,
]

/** `args` without node and script. Resolves with the exit status; never rejects. */
export async function runProgram(args: readonly string[], io: CliIo, parts: CliParts): Promise<number> {
  let status = passStatus
  const finish: Finish = (ended) => {
    status = ended
  }
  const program = new Command('flashline')
    .description('Flashing station: flashes devices, proves what it wrote, reports it to the cloud.')
    .version(version)
    // `cloud` and `cloud add-task` have options of the same name: each belongs to the command that it follows.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
    .addHelpText('afterAll', exitStatusHelp)
    .showHelpAfterError('Try --help for more.')
  for (const add of commands) add(program, io, parts, finish)
  try {
    await program.parseAsync(args, { from: 'user' })
    return status
  } catch (cause) {
    if (cause instanceof CommanderError) return cause.exitCode === 0 ? passStatus : usageStatus
    const error = asFlashlineError(cause)
    io.err(errorLines(error, cliLanguage(io.env)))
    if (error.code === 'SOFTWARE' && cause instanceof Error) io.err(`${cause.stack}\n`)
    return errorTable[error.code].exit
  }
}
