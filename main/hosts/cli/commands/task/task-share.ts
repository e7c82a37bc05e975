// `flashline task share`: how many of a task's devices run which version (16).
import type { Command } from 'commander'
import { askCloud } from '../../ask-cloud.ts'
import type { CliIo } from '../../cli-io.ts'
import { addCloudOptions, type CloudArguments } from '../../cloud-options.ts'
import { jsonLine } from '../../json-line.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { headedTable, tellPage } from '../../print-list.ts'
import type { Finish } from '../../program.ts'

export function addTaskShare(task: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const command = task
    .command('share <taskId>')
    .description("Show how many of a task's devices run which version.")
    .option('--product <id>', 'the product, when several connections give tasks')
  addCloudOptions(command, 'print one JSON document: {totalDevices, shares, unread}').action(
    async (taskId: string, given: CloudArguments) => {
      const share = await askCloud({ given, command, io, parts, use: 'tasks' }, (ability, signal) =>
        ability('desk').versionShare(taskId, signal),
      )
      if (given.json) io.out(jsonLine(share))
      else {
        const { totalDevices, shares, unread } = share
        const percent = (devices: number) =>
          totalDevices === 0 ? '-' : `${((devices * 100) / totalDevices).toFixed(1)} %`
        const rows = shares.map(({ version, devices }) => [
          version === null ? '?' : String(version),
          String(devices),
          percent(devices),
        ])
        const language = cliLanguage(io.env)
        io.out(headedTable(['version', 'devices', 'share'], rows, language))
        tellPage(io, { offset: 0, shown: rows.length, total: rows.length, unread }, language)
      }
      finish(0)
    },
  )
}
