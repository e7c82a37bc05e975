// Numbers, bytes, durations, times and versions as people of a language write them. Pure; no sentences.
import type { Language } from '../../preload/contract/error-texts.ts'
import type { Device, Version } from '../../preload/contract/model.ts'

const cache = new Map<string, Intl.NumberFormat>()

function number(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options)
  const known = cache.get(key)
  if (known) return known
  const made = new Intl.NumberFormat(language, options)
  cache.set(key, made)
  return made
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** The power of 1000 a size is best written in. */
function bytePower(sizeBytes: number): 0 | 1 | 2 | 3 {
  if (sizeBytes < 1000) return 0
  if (sizeBytes < 1e6) return 1
  return sizeBytes < 1e9 ? 2 : 3
}

function inBytePower(sizeBytes: number, power: 0 | 1 | 2 | 3, language: Language): string {
  const amount = sizeBytes / 1000 ** power
  return number(language, {
    style: 'unit',
    unit: byteUnits[power],
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || amount >= 100 ? 0 : amount >= 10 ? 1 : 2,
  }).format(amount)
}

/** `4.19 MB`; decimal units. */
export function formatBytes(sizeBytes: number, language: Language): string {
  return inBytePower(sizeBytes, bytePower(sizeBytes), language)
}

/** Both parts in the unit of the total, so that they can be compared: `1.02 MB`, `4.19 MB`. */
export function formatBytesOf(doneBytes: number, totalBytes: number, language: Language) {
  const power = bytePower(totalBytes)
  return {
    done: inBytePower(doneBytes, power, language),
    total: inBytePower(totalBytes, power, language),
  }
}

/** `88.4 kB/s`; empty when the speed is not known. */
export function formatSpeed(bytesPerSecond: number, language: Language): string {
  return bytesPerSecond > 0 ? `${formatBytes(Math.round(bytesPerSecond), language)}/s` : ''
}

/** Rounded down: 100 % is shown only when everything is done. Null when the total is not known. */
export function formatPercent(
  doneBytes: number,
  totalBytes: number | null,
  language: Language,
): string | null {
  if (totalBytes === null || totalBytes === 0) return null
  const hundredths = Math.min(100, Math.floor((doneBytes / totalBytes) * 100))
  return number(language, { style: 'percent' }).format(hundredths / 100)
}

/** `98.7 %`; rounded down, so that 100 % is said only of all. */
export function formatShare(share: number, language: Language): string {
  const thousandths = Math.floor(share * 1000 + 1e-9) / 1000
  return number(language, { style: 'percent', maximumFractionDigits: 1 }).format(thousandths)
}

const hour = 3600

/** `0.4 s`, `35 s`, `1 min 20 s`, `2 h 5 min`; never more than two units. */
export function formatDuration(durationMs: number, language: Language): string {
  const seconds = Math.max(0, durationMs) / 1000
  if (seconds < 10) return unit(Math.round(seconds * 10) / 10, 'second', language)
  const whole = Math.round(seconds)
  if (whole < 60) return unit(whole, 'second', language)
  if (whole < hour) return pair(Math.floor(whole / 60), 'minute', whole % 60, 'second', language)
  const minutes = Math.round(whole / 60)
  return pair(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute', language)
}

/** Of a call: `41 ms` below a second, else like every duration. */
export function formatMilliseconds(durationMs: number, language: Language): string {
  if (durationMs >= 1000) return formatDuration(durationMs, language)
  return number(language, {
    style: 'unit',
    unit: 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: 0,
  }).format(durationMs)
}

type TimeUnit = 'hour' | 'minute' | 'second'
const englishUnits: Record<TimeUnit, string> = { hour: 'h', minute: 'min', second: 's' }

function unit(amount: number, name: TimeUnit, language: Language): string {
  if (language === 'en')
    return `${number(language, { maximumFractionDigits: 1 }).format(amount)} ${englishUnits[name]}`
  return number(language, {
    style: 'unit',
    unit: name,
    unitDisplay: 'short',
    maximumFractionDigits: 1,
  }).format(amount)
}

function pair(first: number, firstUnit: TimeUnit, second: number, secondUnit: TimeUnit, language: Language) {
  const head = unit(first, firstUnit, language)
  if (second === 0) return head
  return head + (language === 'en' ? ' ' : '') + unit(second, secondUnit, language)
}

/** Local time of day when it was on the same day as `now`, else date and time. */
export function formatTime(at: string, language: Language, now: Date = new Date()): string {
  const time = new Date(at)
  const sameDay = time.toDateString() === now.toDateString()
  const options: Intl.DateTimeFormatOptions = sameDay
    ? { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }
    : { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
  return new Intl.DateTimeFormat(language, options).format(time)
}

/** `a, b, and c`. */
export function formatList(items: readonly string[], language: Language): string {
  return new Intl.ListFormat(language, { type: 'conjunction' }).format(items)
}

/** `300–3,000`, `≥ 1`; empty without bounds, or with none that a person would reach. */
export function formatRange(min: number | null, max: number | null, language: Language): string {
  const low = min?.toLocaleString(language)
  const high = max === null || max === Number.MAX_SAFE_INTEGER ? undefined : max.toLocaleString(language)
  if (low !== undefined && high !== undefined) return `${low}–${high}`
  if (high !== undefined) return `≤ ${high}`
  return low === undefined ? '' : `≥ ${low}`
}

/** To the minute: `10:42` when it was on the same day as `now`, else with its date. */
export function formatMinute(at: string, language: Language, now: Date): string {
  const time = new Date(at)
  const day: Intl.DateTimeFormatOptions =
    time.toDateString() === now.toDateString() ? {} : { month: 'short', day: 'numeric' }
  const options = { ...day, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(language, options).format(time)
}

/** `5 minutes ago`, in the largest unit that fits. What seems to lie ahead is now: clocks differ a little. */
export function formatAgo(atMs: number, nowMs: number, language: Language): string {
  const seconds = Math.max(0, Math.floor((nowMs - atMs) / 1000))
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (seconds < 10) return format.format(0, 'second')
  if (seconds < 60) return format.format(-seconds, 'second')
  if (seconds < hour) return format.format(-Math.floor(seconds / 60), 'minute')
  if (seconds < 24 * hour) return format.format(-Math.floor(seconds / hour), 'hour')
  return format.format(-Math.floor(seconds / (24 * hour)), 'day')
}

export function formatDateTime(at: string, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(new Date(at))
}

const recordTimes: Partial<Record<Language, Intl.DateTimeFormat>> = {}

/** To the second and short enough for a column: `Nov 22, 2026, 10:54:35`, `2026/11/22 10:54:35`. */
export function formatRecordTime(at: string, language: Language): string {
  recordTimes[language] ??= new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: language === 'en' ? 'short' : '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return recordTimes[language].format(new Date(at))
}

const logTimes = new Map<Language, Intl.DateTimeFormat>()

/** Local time of day to the millisecond. */
export function formatLogTime(at: string, language: Language): string {
  let format = logTimes.get(language)
  if (!format) {
    format = new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    })
    logTimes.set(language, format)
  }
  return format.format(new Date(at))
}

/** What the device prints, else the integer of the upgrade service; null when neither is known. */
export function formatVersion(version: Version): string | null {
  return version.text ?? (version.number === null ? null : String(version.number))
}

/** The name a person finds the unit by: what is printed on it first. */
export function formatDevice(device: Device): string | null {
  if (device.sn) return `SN ${device.sn}`
  if (device.mac) return device.mac
  return device.deviceId
}
