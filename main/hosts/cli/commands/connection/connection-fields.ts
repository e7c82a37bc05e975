// A connection from options. What fits together is the contract's business: its schema decides, the option is named.
import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type Connection,
  connectionKinds,
  connectionSchema,
  FlashlineError,
} from '../../../../../preload/contract/index.ts'
import { readPem } from '../../pem-file.ts'
import { wholeNumber } from '../../whole-number.ts'

const credentialKinds = {
  token: 'token',
  'corp-account': 'corpAccount',
  'access-key': 'accessKey',
  device: 'device',
} as const

export interface ConnectionFields {
  readonly id: string
  readonly kind: Connection['kind']
  readonly url: string
  readonly name?: string
  readonly corp?: string
  readonly credential?: keyof typeof credentialKinds
  readonly account?: string
  readonly accessKeyId?: string
  readonly deviceProduct?: string
  readonly deviceMac?: string
  readonly numericStrings?: true
  readonly appKey?: string
  readonly stage?: string
  readonly dialect?: string
  readonly region?: string
  readonly instance?: string
  readonly pathSuffix?: string
  readonly query?: Readonly<Record<string, string>>
  readonly proxy?: string
  readonly proxyUser?: string
  readonly ca?: string
  readonly timeout?: number
}

export function addConnectionFields(command: Command): Command {
  const credentials = Object.keys(credentialKinds)
  return command
    .requiredOption('--id <id>', 'what it is called in other commands: small letters, digits, dashes')
    .addOption(new Option('--kind <kind>', 'which API').choices(connectionKinds).makeOptionMandatory())
    .requiredOption('--url <url>', 'base address')
    .option('--name <text>', 'for people')
    .option('--corp <id>', 'xlink: corporation id')
    .addOption(new Option('--credential <kind>', 'xlink: as whom (default: token)').choices(credentials))
    .option('--account <account>', 'corp-account: phone or e-mail')
    .option('--access-key-id <id>', 'access-key, and iot-rpc')
    .option('--device-product <id>', 'device: its product')
    .option('--device-mac <mac>', 'device: its MAC')
    .option('--numeric-strings', 'xlink: write numbers as text')
    .option('--app-key <key>', 'living: the app')
    .option('--stage <stage>', 'living: RELEASE, PRE or TEST')
    .option('--dialect <dialect>', 'iot-rpc: tuya or aliyun-iot')
    .option('--region <id>', 'iot-rpc: RegionId')
    .option('--instance <id>', 'iot-rpc: IotInstanceId')
    .option('--path-suffix <path>', 'put behind every path')
    .option('--query <name=value>', 'added to every address; may be repeated', queryTerm)
    .option('--proxy <url>', 'HTTP proxy; its password: connection secret <id> proxyPassword')
    .option('--proxy-user <name>', 'who asks the proxy')
    .option('--ca <file>', "certificates (PEM) of the plant's own authority")
    .option('--timeout <ms>', 'of one call', (text) => wholeNumber(text, 100, 300_000))
}

/** How the contract's fields are called here. */
const optionNames: Readonly<Record<string, string>> = {
  connectionId: '--id',
  baseUrl: '--url',
  corpId: '--corp',
  productId: '--device-product',
  mac: '--device-mac',
  account: '--account',
  accessKeyId: '--access-key-id',
  appKey: '--app-key',
  regionId: '--region',
  iotInstanceId: '--instance',
  pathSuffix: '--path-suffix',
  extraQuery: '--query',
  proxyUrl: '--proxy',
  proxyUser: '--proxy-user',
  caPem: '--ca',
  timeoutMs: '--timeout',
  numericStrings: '--numeric-strings',
}

/** INPUT_INVALID {field}: the option that is wrong, is missing, or does not belong to this kind. */
export async function connectionOf(given: ConnectionFields): Promise<Connection> {
  const fields = {
    kind: given.kind,
    connectionId: given.id,
    baseUrl: given.url,
    name: given.name,
    corpId: given.corp,
    credential: credentialOf(given),
    accessKeyId: given.kind === 'xlink' ? undefined : given.accessKeyId,
    numericStrings: given.numericStrings,
    appKey: given.appKey,
    stage: given.stage,
    dialect: given.dialect,
    regionId: given.region,
    iotInstanceId: given.instance,
    pathSuffix: given.pathSuffix,
    extraQuery: given.query,
    proxyUrl: given.proxy,
    proxyUser: given.proxyUser,
    caPem: given.ca === undefined ? undefined : await readPem(given.ca, '--ca'),
    timeoutMs: given.timeout,
  }
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  const read = connectionSchema.safeParse(Object.fromEntries(present))
  if (read.success) return read.data
  const [issue] = read.error.issues
  const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.at(-1)
  const name = String(field ?? '(whole)')
  throw new FlashlineError('INPUT_INVALID', { field: optionNames[name] ?? `--${name}` })
}

/** Undefined: none was said. */
function credentialOf({
  kind,
  credential,
  account,
  accessKeyId,
  deviceProduct,
  deviceMac,
}: ConnectionFields) {
  if (
    credential === undefined &&
    account === undefined &&
    deviceProduct === undefined &&
    deviceMac === undefined
  ) {
    return kind === 'xlink' && accessKeyId !== undefined ? { kind: 'accessKey', accessKeyId } : undefined
  }
  const named = {
    account,
    accessKeyId: kind === 'xlink' ? accessKeyId : undefined,
    productId: deviceProduct,
    mac: deviceMac,
  }
  const present = Object.entries(named).filter(([, value]) => value !== undefined)
  return { kind: credentialKinds[credential ?? 'token'], ...Object.fromEntries(present) }
}

function queryTerm(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [name = '', ...value] = text.split('=')
  if (name === '' || value.length === 0) throw new InvalidArgumentError('<name>=<value> is needed.')
  return { ...before, [name]: value.join('=') }
}
