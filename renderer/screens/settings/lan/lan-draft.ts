// The LAN, the broker and the passwords of devices as the form holds them. Pure: to and from the contract's settings, and
// what is wrong with it.
import type { SecretChanges } from '../../../../preload/contract/connection.ts'
import type { BrokerSettings, LanSettings } from '../../../../preload/contract/lan.ts'

export interface LanDraft {
  readonly interfaces: readonly string[]
  /** One range a line. */
  readonly ranges: string
  readonly discover: boolean
  readonly handOutPort: string
  readonly broker: BrokerDraft
  /** By profile; "" forgets the one that is stored. */
  readonly passwords: Readonly<Record<string, string>>
}

export interface BrokerDraft {
  /** "": none. */
  readonly url: string
  readonly username: string
  readonly caPem: string
  readonly certPem: string
  /** Typed and not stored yet. */
  readonly password: string
  readonly clientKey: string
}

export type LanField = 'ranges' | 'handOutPort' | 'brokerUrl'

/** As in the contract's lan.ts, which owns them; named here because that file brings the validation library. */
const brokerOwner = '@broker'
const profileOwner = (profileId: string): string => `@ota-${profileId}`

export function lanDraftOf({ lan, broker }: { lan: LanSettings; broker: BrokerSettings | null }): LanDraft {
  return {
    interfaces: lan.interfaces,
    ranges: lan.ranges.join('\n'),
    discover: lan.discover,
    handOutPort: String(lan.handOutPort),
    broker: {
      url: broker?.url ?? '',
      username: broker?.username ?? '',
      caPem: broker?.caPem ?? '',
      certPem: broker?.certPem ?? '',
      password: '',
      clientKey: '',
    },
    passwords: {},
  }
}

/** Of a draft without problems. */
export function lanOf(draft: LanDraft): LanSettings {
  return {
    interfaces: [...draft.interfaces],
    ranges: linesOf(draft.ranges),
    discover: draft.discover,
    handOutPort: Number(draft.handOutPort),
  }
}

export function brokerOf({ broker }: LanDraft): BrokerSettings | null {
  const { url, username, caPem, certPem } = broker
  return url.trim() === ''
    ? null
    : { url: url.trim(), username: username.trim(), caPem: caPem.trim(), certPem: certPem.trim() }
}

/** The secrets that were typed, and those to be forgotten. */
export function lanSecretsOf({ broker, passwords }: LanDraft): SecretChanges {
  const { password, clientKey } = broker
  const ofBroker = {
    ...(password === '' ? {} : { password }),
    ...(clientKey === '' ? {} : { clientKey }),
  }
  const ofProfiles = Object.entries(passwords).map(
    ([profileId, value]) => [profileOwner(profileId), { password: value }] as const,
  )
  return {
    ...(Object.keys(ofBroker).length === 0 ? {} : { [brokerOwner]: ofBroker }),
    ...Object.fromEntries(ofProfiles),
  }
}

/** What has to be corrected, and the line or text that is wrong. */
export function lanProblemsOf(draft: LanDraft): Partial<Record<LanField, string>> {
  const problems: Partial<Record<LanField, string>> = {}
  const line = linesOf(draft.ranges).find((one) => !isRange(one))
  if (line !== undefined) problems.ranges = line
  if (!/^\d{1,5}$/.test(draft.handOutPort) || Number(draft.handOutPort) > 65_535)
    problems.handOutPort = draft.handOutPort
  const { url } = draft.broker
  if (url.trim() !== '' && !/^mqtts?:\/\/[^/@\s]+$/.test(url.trim())) problems.brokerUrl = url
  return problems
}

/** The profiles whose devices have a password stored. */
export function profilesWithPassword(
  stored: readonly { readonly connectionId: string; readonly name: string }[],
): string[] {
  return stored.flatMap(({ connectionId, name }) =>
    name === 'password' && connectionId.startsWith(profileOwner('')) ? [connectionId.slice(5)] : [],
  )
}

export function isBrokerSecretStored(
  stored: readonly { readonly connectionId: string; readonly name: string }[],
  name: 'password' | 'clientKey',
): boolean {
  return stored.some((one) => one.connectionId === brokerOwner && one.name === name)
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)'
const ipv4 = `${octet}(\\.${octet}){3}`
const ipv4Range = new RegExp(`^${ipv4}(/(3[0-2]|[12]?\\d)|-${ipv4})?$`)
/** The station reads it strictly; this finds what is mistyped. */
const ipv6Range = /^[0-9a-f:.]*:[0-9a-f:.]*(\/(12[0-8]|1[01]\d|\d?\d)|-[0-9a-f:.]+)?$/i

function isRange(line: string): boolean {
  return ipv4Range.test(line) || ipv6Range.test(line)
}
