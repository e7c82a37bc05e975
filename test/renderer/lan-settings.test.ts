// The LAN, the broker and the passwords of devices in the settings form: from the contract and back, what has to be corrected,
// and which secrets are sent.
import { describe, expect, it } from 'vitest'
import { parseRange } from '../../main/transports/ranges.ts'
import {
  profileSecretOwner,
  rangeTextSchema,
  secretChangesSchema,
  settingsSchema,
} from '../../preload/contract/index.ts'
import {
  draftOf,
  hasProblems,
  isChanged,
  problemsOf,
  secretChangesOf,
  settingsOf,
} from '../../renderer/screens/settings/draft.ts'
import {
  isBrokerSecretStored,
  type LanDraft,
  lanProblemsOf,
  profilesWithPassword,
} from '../../renderer/screens/settings/lan/lan-draft.ts'

const settings = settingsSchema.parse({
  lan: {
    interfaces: ['eth0', 'wlan0'],
    ranges: ['192.168.1.0/24', '10.0.0.10-10.0.0.60', 'fd00::1'],
    discover: false,
    handOutPort: 8070,
  },
  broker: { url: 'mqtts://broker.plant:8883', username: 'u', caPem: 'CA', certPem: 'CERT' },
})
const draft = draftOf(settings)
const withLan = (part: Partial<LanDraft>) => ({ ...draft, lan: { ...draft.lan, ...part } })
const withBroker = (part: Partial<LanDraft['broker']>) =>
  withLan({ broker: { ...draft.lan.broker, ...part } })

describe('the LAN in the settings', () => {
  it('comes back as it was, and says nothing to store', () => {
    expect(settingsSchema.parse(settingsOf(draft))).toEqual(settings)
    expect(isChanged(draft, settings)).toBe(false)
    expect(hasProblems(problemsOf(draft))).toBe(false)
    const empty = settingsSchema.parse({})
    expect(settingsSchema.parse(settingsOf(draftOf(empty)))).toEqual(empty)
  })

  it('reads ranges line by line and forgives spaces and empty lines', () => {
    const typed = withLan({ ranges: ' 10.0.0.0/24 \n\n10.0.1.7\n' })
    expect(settingsOf(typed).lan.ranges).toEqual(['10.0.0.0/24', '10.0.1.7'])
    expect(isChanged(typed, settings)).toBe(true)
  })

  it.each(['10.0.0.0/24', '10.0.0.1-10.0.0.9', '10.0.0.7', 'fd00::/64', 'fe80::1-fe80::ff'])(
    'takes %s, as the station does',
    (range) => {
      expect(lanProblemsOf({ ...draft.lan, ranges: range })).toEqual({})
      expect(rangeTextSchema.safeParse(range).success).toBe(true)
      expect(() => parseRange(range)).not.toThrow()
    },
  )

  it.each([
    '10.0.0.0/33',
    '10.0.0.256',
    '10.0.0',
    'plant.local',
    '10.0.0.1 10.0.0.2',
    '10.0.0.1-',
    'fd00::/129',
  ])('names the line %s that is no range', (range) => {
    const typed = withLan({ ranges: `10.0.0.0/24\n${range}` })
    expect(problemsOf(typed).lan.ranges).toBe(range)
    expect(hasProblems(problemsOf(typed))).toBe(true)
  })

  it('wants a port and a broker’s address without user and password', () => {
    for (const port of ['', '65536', '-1', '1.5'])
      expect(lanProblemsOf({ ...draft.lan, handOutPort: port })).toHaveProperty('handOutPort')
    for (const url of ['http://x', 'mqtt://', 'mqtt://u:p@x', 'broker:1883', 'mqtt://a b'])
      expect(problemsOf(withBroker({ url })).lan, url).toHaveProperty('brokerUrl')
    for (const url of ['mqtt://127.0.0.1:1883', 'mqtts://broker.plant', '']) {
      expect(problemsOf(withBroker({ url })).lan, url).toEqual({})
      expect(settingsSchema.safeParse(settingsOf(withBroker({ url }))).success).toBe(true)
    }
  })

  it('has no broker without an address', () => {
    expect(settingsOf(withBroker({ url: ' ' })).broker).toBeNull()
  })
})

describe('secrets of the LAN', () => {
  it('are sent only when they were typed, and are no settings', () => {
    expect(secretChangesOf(draft)).toEqual({})
    const typed = {
      ...draft,
      lan: {
        ...draft.lan,
        broker: { ...draft.lan.broker, password: 'p w', clientKey: '' },
        passwords: { 'arduino-ota': 'ota', 'tasmota-http': '' },
      },
    }
    const changes = secretChangesOf(typed)
    expect(secretChangesSchema.parse(changes)).toEqual({
      '@broker': { password: 'p w' },
      [profileSecretOwner('arduino-ota')]: { password: 'ota' },
      // Forgotten.
      [profileSecretOwner('tasmota-http')]: { password: '' },
    })
    expect(isChanged(typed, settings)).toBe(true)
    expect(JSON.stringify(settingsOf(typed))).not.toContain('p w')
  })

  it('that are stored are known by their owner', () => {
    const stored = [
      { connectionId: '@broker', name: 'clientKey' },
      { connectionId: profileSecretOwner('arduino-ota'), name: 'password' },
      { connectionId: 'plant', name: 'password' },
    ]
    expect(profilesWithPassword(stored)).toEqual(['arduino-ota'])
    expect(isBrokerSecretStored(stored, 'clientKey')).toBe(true)
    expect(isBrokerSecretStored(stored, 'password')).toBe(false)
  })
})
