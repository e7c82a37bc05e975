// Numbers as people of each language write them.
import { describe, expect, it } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatBytesOf,
  formatDevice,
  formatDuration,
  formatList,
  formatMilliseconds,
  formatMinute,
  formatPercent,
  formatSpeed,
  formatTime,
  formatVersion,
} from '../../renderer/text/formats.ts'

describe('formats', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1 kB'],
    [88_400, '88.4 kB'],
    [4_194_304, '4.19 MB'],
    [123_456_789, '123 MB'],
  ])('writes %d bytes as %s', (sizeBytes, text) => {
    expect(formatBytes(sizeBytes, 'en')).toBe(text)
  })

  it('writes done and total in one unit', () => {
    expect(formatBytesOf(12_000, 4_194_304, 'en')).toEqual({ done: '0.01 MB', total: '4.19 MB' })
  })

  it('says no speed that is not known', () => {
    expect(formatSpeed(0, 'en')).toBe('')
    expect(formatSpeed(88_400.4, 'en')).toBe('88.4 kB/s')
  })

  it('never rounds up to 100 %', () => {
    expect(formatPercent(999_999, 1_000_000, 'en')).toBe('99%')
    expect(formatPercent(1_000_000, 1_000_000, 'en')).toBe('100%')
    expect(formatPercent(1, null, 'en')).toBeNull()
    expect(formatPercent(0, 0, 'en')).toBeNull()
  })

  it.each([
    [400, '0.4 s', '0.4秒'],
    [35_000, '35 s', '35秒'],
    [80_000, '1 min 20 s', '1分钟20秒'],
    [120_000, '2 min', '2分钟'],
    [7_500_000, '2 h 5 min', '2小时5分钟'],
    [-5, '0 s', '0秒'],
  ])('writes %d ms', (durationMs, english, chinese) => {
    expect(formatDuration(durationMs, 'en')).toBe(english)
    expect(formatDuration(durationMs, 'zh-CN')).toBe(chinese)
  })

  it('leaves the date out on the same day', () => {
    const now = new Date(2026, 2, 1, 12, 0, 0)
    expect(formatTime(new Date(2026, 2, 1, 8, 5, 9).toISOString(), 'en', now)).toBe('08:05:09')
    expect(formatTime(new Date(2026, 1, 27, 8, 5, 9).toISOString(), 'en', now)).toMatch(/Feb 27.*08:05$/)
    expect(formatTime(new Date(2026, 1, 27, 8, 5, 9).toISOString(), 'zh-CN', now)).toMatch(/2月27日 ?08:05$/)
  })

  it('says to the minute of when something is', () => {
    const now = new Date(2026, 2, 1, 12, 0, 0)
    expect(formatMinute(new Date(2026, 2, 1, 8, 5, 9).toISOString(), 'en', now)).toBe('08:05')
    expect(formatMinute(new Date(2026, 1, 27, 8, 5, 9).toISOString(), 'en', now)).toMatch(/Feb 27.*08:05$/)
  })

  it.each([
    [-5_000, 'now'],
    [9_999, 'now'],
    [10_000, '10 seconds ago'],
    [59_999, '59 seconds ago'],
    [60_000, '1 minute ago'],
    [3_599_999, '59 minutes ago'],
    [3 * 3_600_000, '3 hours ago'],
    [24 * 3_600_000, 'yesterday'],
    [9 * 24 * 3_600_000, '9 days ago'],
  ])('says %d ms later: %s', (laterMs, text) => {
    expect(formatAgo(1_000_000, 1_000_000 + laterMs, 'en')).toBe(text)
  })

  it('says how long a call took', () => {
    expect(formatMilliseconds(41.4, 'en')).toBe('41 ms')
    expect(formatMilliseconds(1500, 'en')).toBe('1.5 s')
    expect(formatMilliseconds(41, 'zh-CN')).toBe('41毫秒')
  })

  it('lists', () => {
    expect(formatList(['a', 'b', 'c'], 'en')).toBe('a, b, and c')
    expect(formatList(['a', 'b'], 'zh-CN')).toBe('a和b')
  })

  it('prefers what the device prints', () => {
    expect(formatVersion({ number: 20001, text: '2.0.1' })).toBe('2.0.1')
    expect(formatVersion({ number: 7, text: null })).toBe('7')
    expect(formatVersion({ number: null, text: null })).toBeNull()
    expect(formatDevice({ deviceId: '1', mac: 'AA', sn: 'S1' })).toBe('SN S1')
    expect(formatDevice({ deviceId: '1', mac: null, sn: null })).toBe('1')
    expect(formatDevice({ deviceId: null, mac: null, sn: null })).toBeNull()
  })
})
