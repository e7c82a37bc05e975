// What one message behind a broker says about which device, by the description in a profile. Pure; a message that says nothing
// of the kind is null, since anybody may publish anything.
import type { PresenceSource } from '../profiles/broker-presence.ts'
import { valueAt } from '../protocols/lan/version-query.ts'
import { parseAddress } from '../transports/addresses.ts'
import type { BrokerMessage } from '../transports/broker.ts'
import { readMac, readText, readVersion } from '../transports/sighting.ts'
import { isTopicFilter } from '../transports/topic-table.ts'

export interface PresenceFacts {
  readonly name: string
  /** Null: the message does not say. */
  readonly isThere: boolean | null
  readonly version: string | null
  readonly mac: string | null
  readonly model: string | null
  readonly deviceId: string | null
}

/** Longer ones are no descriptions of a device. */
const largestPayloadBytes = 16 * 1024

/** Null: its topic is none. */
export function filterOf({ topic }: PresenceSource): string | null {
  const filter = topic.replace(/\{\w+\}/g, '+')
  return isTopicFilter(filter) ? filter : null
}

export function readPresence(
  source: PresenceSource,
  { topic, payload }: BrokerMessage,
): PresenceFacts | null {
  if (payload.length === 0 || payload.length > largestPayloadBytes) return null
  const levels = levelsOf(source.topic, topic)
  if (levels === null) return null
  const text = Buffer.from(payload).toString()
  const said = (key: 'name' | 'version' | 'mac' | 'model' | 'deviceId'): string | null => {
    const place = source[key]
    return (place && valueAt(text, place)) ?? levels.get(key) ?? null
  }
  const name = said('name')
  if (name === null || !isDeviceName(name)) return null
  return {
    name,
    isThere: presenceIn(source, text),
    version: readVersion(said('version')),
    mac: readMac(said('mac')),
    model: readText(said('model')),
    deviceId: readText(said('deviceId')),
  }
}

/** What stands in the topic's named levels; null: it is another topic. */
function levelsOf(pattern: string, topic: string): Map<string, string> | null {
  const expected = pattern.split('/')
  const found = topic.split('/')
  if (expected.length !== found.length) return null
  const named = new Map<string, string>()
  for (const [index, level] of expected.entries()) {
    const text = found[index] ?? ''
    const key = /^\{(\w+)\}$/.exec(level)?.[1]
    if (key !== undefined) named.set(key, text)
    else if (level !== '+' && level !== text) return null
  }
  return named
}

function presenceIn({ online, offline }: PresenceSource, text: string): boolean | null {
  if (offline !== '' && new RegExp(offline).test(text)) return false
  if (online !== '' && new RegExp(online).test(text)) return true
  return null
}

/** It has to be one that `mqtt:name` can be opened by. */
function isDeviceName(name: string): boolean {
  try {
    parseAddress(`mqtt:${name}`)
    return true
  } catch {
    return false
  }
}
