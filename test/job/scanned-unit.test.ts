import { describe, expect, it } from 'vitest'
import { requireScanned, type SaidIdentity } from '../../main/job/scanned-unit.ts'

const silent: SaidIdentity = { mac: null, sn: null, uid: null, deviceId: null }
/** Whose MAC or serial number it is. */
const roster: Readonly<Record<string, string>> = {
  'SN-1': '1',
  'SN-2': '2',
  'MAC-1': '1',
  'MAC-2': '2',
  UID: '2',
}
const find = async ({ mac, sn }: { mac: string | null; sn: string | null }) => roster[mac ?? sn ?? ''] ?? null
const scan = (sn: string, said: Partial<SaidIdentity> = {}) =>
  requireScanned(sn, { ...silent, ...said }, find)

describe('requireScanned', () => {
  it('knows a unit that says nothing by its label', async () => {
    expect(await scan('SN-1')).toBe('1')
    expect(await scan('SN-1', { mac: 'MAC-1', sn: 'SN-1', deviceId: '1' })).toBe('1')
  })

  it('knows a label that nobody listed by what the unit says', async () => {
    expect(await scan('NEW')).toBeNull()
    expect(await scan('NEW', { mac: 'MAC-2' })).toBe('2')
    expect(await scan('NEW', { uid: 'UNLISTED' })).toBeNull()
    expect(await scan('UID', { uid: 'UID' })).toBe('2')
  })

  it.each<[Partial<SaidIdentity>, string]>([
    [{ sn: 'SN-2' }, 'SN-2'],
    [{ mac: 'MAC-2' }, 'MAC-2'],
    [{ uid: 'UID' }, 'UID'],
    [{ deviceId: '2' }, '2'],
  ])('refuses a unit that is another one: %j', async (said, found) => {
    await expect(scan('SN-1', said)).rejects.toMatchObject({
      code: 'DEVICE_DIFFERS',
      context: { expected: 'SN-1', found },
    })
  })
})
