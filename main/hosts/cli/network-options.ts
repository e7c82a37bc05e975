// What a command may use of the network, as options: which addresses it may speak to, a broker, and the passwords of broker
// and devices, which are never among the arguments.
import type { Command } from 'commander'
import { brokerSettingsSchema, rangeTextSchema } from '../../../preload/contract/index.ts'
import type { BrokerOnce, NetworkOnce } from '../../station/network-once.ts'
import type { CliIo } from './cli-io.ts'
import { readPem } from './pem-file.ts'
import { readSecret } from './secret-input.ts'

export const linkHelp =
  'serial port or address: /dev/ttyUSB0, COM3, tcp://host:port, rfc2217://host:port, lan://host[:port], mqtt:name'

export interface NetworkArguments {
  readonly allow?: string[]
  readonly broker?: string
  readonly brokerUser?: string
  readonly brokerCa?: string
  readonly brokerPasswordFile?: string
  readonly devicePasswordFile?: string
}

export function addNetworkOptions(command: Command): Command {
  return command
    .option(
      '--allow <range>',
      'speak to addresses of this range only, or of several (default: exactly those that are typed)',
      collect,
    )
    .option('--broker <url>', 'message broker of devices at mqtt:name, such as mqtts://host:8883')
    .option('--broker-user <name>', 'who we are at the broker')
    .option('--broker-ca <file>', "certificates (PEM) of the broker's own authority")
    .option(
      '--broker-password-file <file>',
      'file that holds its password (default: FLASHLINE_BROKER_PASSWORD in the environment)',
    )
    .option(
      '--device-password-file <file>',
      'file that holds the password that devices want (default: FLASHLINE_DEVICE_PASSWORD)',
    )
}

/** Given again, one more. */
export function collect(given: string, before: readonly string[] = []): string[] {
  return [...before, given]
}

/** Null: nothing was said about it. Ends with the usage status when the options do not fit together. INPUT_INVALID */
export async function networkOf(
  given: NetworkArguments,
  command: Command,
  env: CliIo['env'],
): Promise<NetworkOnce | null> {
  const wrong = given.allow?.find((range) => !rangeTextSchema.safeParse(range).success)
  if (wrong !== undefined)
    command.error(`error: --allow needs a range such as 10.0.0.0/24 or 10.0.0.10-10.0.0.60`)
  const devicePassword = await readSecret({
    option: '--device-password-file',
    file: given.devicePasswordFile,
    variable: 'FLASHLINE_DEVICE_PASSWORD',
    env,
  })
  const broker = await brokerOf(given, command, env)
  if (given.allow === undefined && broker === null && devicePassword === null) return null
  return { allow: given.allow ?? null, broker, devicePassword: devicePassword ?? '' }
}

async function brokerOf(
  { broker: url, brokerUser: username = '', brokerCa, brokerPasswordFile }: NetworkArguments,
  command: Command,
  env: CliIo['env'],
): Promise<BrokerOnce | null> {
  if (url === undefined) {
    const given = {
      '--broker-user': username,
      '--broker-ca': brokerCa,
      '--broker-password-file': brokerPasswordFile,
    }
    const lone = Object.entries(given).find(([, value]) => value)
    if (lone) command.error(`error: ${lone[0]} needs --broker`)
    return null
  }
  if (!brokerSettingsSchema.shape.url.safeParse(url).success)
    command.error('error: --broker needs an address such as mqtt://host:1883, without user and password')
  const password = await readSecret({
    option: '--broker-password-file',
    file: brokerPasswordFile,
    variable: 'FLASHLINE_BROKER_PASSWORD',
    env,
  })
  const caPem = brokerCa === undefined ? '' : await readPem(brokerCa, '--broker-ca')
  return { url, username, password: password ?? '', caPem }
}
