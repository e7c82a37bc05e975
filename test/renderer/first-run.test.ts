// What the first steps make of the settings, and what they say at the end.
import { describe, expect, it } from 'vitest'
import { settingsSchema } from '../../preload/contract/index.ts'
import {
  awaitsKit,
  type CloudPlan,
  endingOf,
  firstPlan,
  ofKind,
  profilesFor,
  withConnection,
  withoutUnsaved,
  withPlan,
} from '../../renderer/screens/first-run/first-run-draft.ts'
import { draftOf, settingsOf } from '../../renderer/screens/settings/draft.ts'

const unset = settingsSchema.parse({})
const withoutCloud = settingsSchema.parse({ practiseUntilSet: false })
const connected = settingsSchema.parse({
  connections: [{ kind: 'xlink', connectionId: 'plant', name: 'Plant', baseUrl: 'https://cloud.example' }],
})

describe('the connection of the first steps', () => {
  it('is a new one where there is none, and saved as the settings want it', () => {
    const draft = withConnection(draftOf(unset), 'xlink', 'XLINK')
    const [connection] = draft.connections
    const typed = connection && { ...connection, baseUrl: 'https://cloud.example', corpId: 'c1' }
    const saved = settingsOf({ ...draft, connections: typed ? [typed] : [] })
    expect(settingsSchema.parse(saved).connections).toMatchObject([
      { kind: 'xlink', connectionId: 'xlink', name: 'XLINK', corpId: 'c1' },
    ])
  })

  it('is the first that is there', () => {
    const draft = draftOf(connected)
    expect(withConnection(draft, 'living', 'Living')).toBe(draft)
  })

  it('keeps what was typed when the kind is changed, and no secret of the other kind', () => {
    const [connection] = withConnection(draftOf(unset), 'xlink', 'XLINK').connections
    if (!connection) throw new Error('no connection')
    const typed = { ...connection, baseUrl: 'https://a.example', corpId: 'c1', secrets: { token: 't' } }
    expect(ofKind(typed, 'living', 'Living')).toMatchObject({
      kind: 'living',
      connectionId: 'living',
      baseUrl: 'https://a.example',
      corpId: '',
      secrets: {},
    })
  })

  it('is dropped when it is skipped before it was saved; a saved one stays', () => {
    const draft = withConnection(draftOf(unset), 'xlink', 'XLINK')
    expect(withoutUnsaved(draft, unset).connections).toEqual([])
    expect(withoutUnsaved(draftOf(connected), connected).connections).toHaveLength(1)
  })
})

it('begins with what the station is', () => {
  expect(firstPlan(unset, true)).toBe('practise')
  expect(firstPlan(unset, false)).toBe('later')
  expect(firstPlan(withoutCloud, true)).toBe('later')
  expect(firstPlan(connected, true)).toBe('connect')
})

it('ends practising where somebody works without a cloud, and only there', () => {
  const drafted = withConnection(draftOf(unset), 'xlink', 'XLINK')
  const planned = (plan: CloudPlan) => {
    const { practiseUntilSet, connections } = withPlan(drafted, plan, unset)
    return { practiseUntilSet, connections: connections.length }
  }
  expect(planned('later')).toEqual({ practiseUntilSet: false, connections: 0 })
  expect(planned('practise')).toEqual({ practiseUntilSet: true, connections: 0 })
  expect(planned('connect')).toEqual({ practiseUntilSet: true, connections: 1 })
  expect([unset, connected, withoutCloud].map(awaitsKit)).toEqual([false, false, true])
})

it('finds profiles by every word, in name, id and protocol', () => {
  const profiles = [
    { profileId: 'esp32-c3', name: 'ESP32-C3 board', protocol: 'esp' },
    { profileId: 'u-boot', name: 'U-Boot console', protocol: 'ymodem' },
  ]
  const ids = (text: string) => profilesFor(profiles, text).map(({ profileId }) => profileId)
  expect(ids('')).toEqual(['esp32-c3', 'u-boot'])
  expect(ids(' YMODEM  boot ')).toEqual(['u-boot'])
  expect(ids('esp board')).toEqual(['esp32-c3'])
  expect(ids('stm32')).toEqual([])
})

it('says at the end whether the station has to be started anew', () => {
  expect(endingOf(unset, true)).toBe('practising')
  expect(endingOf(settingsSchema.parse({ stationName: 'Line 3' }), true)).toBe('practising')
  expect(endingOf(connected, true)).toBe('restart')
  expect(endingOf(withoutCloud, true)).toBe('restart')
  expect(endingOf(settingsSchema.parse({ bench: { productId: 'p', profileId: 'u-boot' } }), true)).toBe(
    'restart',
  )
  expect(endingOf(connected, false)).toBe('ready')
})
