// `flashline device list`: who is on the roster, also while a station runs on the folder.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import { existingDataDir } from '../../existing-data-dir.ts'
import { jsonLine } from '../../json-line.ts'
import type { CliParts } from '../../parts.ts'
import { table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { wholeNumber } from '../../whole-number.ts'

interface DeviceListArguments {
  readonly limit: number
  readonly product?: string
  readonly data?: string
  readonly json?: true
}

export function addDeviceList(device: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  device
    .command('list')
    .description('List the devices of the roster.')
    .option('--product <id>', 'only of this product')
    .option('--limit <number>', 'at most so many', (text: string) => wholeNumber(text, 1, 1_000_000), 1000)
    .option('--data <dir>', 'where the roster is kept')
    .option('--json', 'print one device per line: {deviceId, mac, sn, productId}')
    .action(async (given: DeviceListArguments) => {
      const dataDir = existingDataDir(given.data)
      const devices =
        dataDir === null ? [] : await parts.readDevices(dataDir, given.product ?? null, given.limit)
      if (given.json) io.out(devices.map(jsonLine).join(''))
      else {
        io.out(
          table(
            devices.map(({ deviceId, mac, sn, productId }) => [
              deviceId ?? '-',
              mac ?? '-',
              sn ?? '-',
              productId ?? '-',
            ]),
          ),
        )
      }
      finish(0)
    })
}
