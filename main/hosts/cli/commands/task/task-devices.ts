// `flashline task devices`: changes the devices of a test task (13).
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CloudArguments } from '../../cloud-options.ts'
import { idList } from '../../id-list.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addChangeOptions, changeTask } from './change-task.ts'

const ways = ['add', 'remove', 'replace'] as const

type TaskDevicesArguments = CloudArguments & Readonly<Partial<Record<(typeof ways)[number], string[]>>>

export function addTaskDevices(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('devices <taskId>')
    .description('Change the devices of a test task.')
    .option('--add <ids...>', 'these too: a,b,c', idList)
    .option('--remove <ids...>', 'no longer these', idList)
    .option('--replace <ids...>', 'these and no others', idList)
  addChangeOptions(command).action(async (taskId: string, given: TaskDevicesArguments) => {
    const [change, ...more] = ways.flatMap((how) => {
      const deviceIds = given[how]
      return deviceIds ? [{ how, deviceIds }] : []
    })
    if (!change || more.length > 0) {
      return command.error('error: give one of --add, --remove and --replace')
    }
    await changeTask({ taskId, operation: 'devices', given, command, io, parts }, ({ desk }, signal) =>
      desk.changeDevices(taskId, change, signal),
    )
    finish(0)
  })
}
