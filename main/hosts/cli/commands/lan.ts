// `flashline lan`: who is on the network, by what devices announce and by asking a range. Changes nothing.
import type { Command } from 'commander'
import type { LanDevice } from '../../../../preload/contract/index.ts'
import type { CliIo } from '../cli-io.ts'
import { jsonLine } from '../json-line.ts'
import { cliLanguage } from '../language.ts'
import { collect } from '../network-options.ts'
import type { CliParts } from '../parts.ts'
import { table } from '../printable.ts'
import type { Finish } from '../program.ts'
import { errorLines } from '../say-error.ts'
import { lanHeadTexts } from '../texts.ts'
import { wholeNumber } from '../whole-number.ts'

const usualSeconds = 5
const json = 'print one device per line, as the contract has it'

export function addLan(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const lan = program.command('lan').description('Devices on the network.')
  const language = cliLanguage(io.env)
  const show = (devices: readonly LanDevice[], asJson: boolean) => {
    const sorted = devices.toSorted((a, b) => a.address.localeCompare(b.address, 'en', { numeric: true }))
    io.out(asJson ? sorted.map(jsonLine).join('') : rows(sorted))
    finish(0)
  }
  const rows = (devices: readonly LanDevice[]) =>
    devices.length === 0
      ? ''
      : table([columns.map((column) => lanHeadTexts[column][language]), ...devices.map(row)])

  lan
    .command('discover')
    .description('List the devices that announce themselves (mDNS).')
    .option('--seconds <number>', 'listen for so long', (text) => wholeNumber(text, 1, 600), usualSeconds)
    .option('--interface <name>', 'listen here, or on several (default: all but the loopback)', collect)
    .option('--json', json)
    .action(async (given: { seconds: number; interface?: string[]; json?: true }) => {
      const options = {
        interfaces: given.interface ?? [],
        listenMs: given.seconds * 1000,
        onProblem: (error: Parameters<typeof errorLines>[0]) => io.err(errorLines(error, language)),
      }
      show(await parts.discoverDevices(options, io.signal), given.json === true)
    })

  lan
    .command('scan')
    .description('List the devices of a range whose web page answers.')
    .argument('<range>', '10.0.0.0/24, 10.0.0.10-10.0.0.60 or one address')
    .option('--json', json)
    .action(async (range: string, given: { json?: true }) => {
      show(await parts.scanDevices(range, io.signal), given.json === true)
    })
}

const columns = ['name', 'address', 'model', 'version', 'mac', 'profileId'] as const

function row(device: LanDevice): string[] {
  return columns.map((column) => device[column] ?? '-')
}
