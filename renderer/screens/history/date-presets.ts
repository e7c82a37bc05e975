// Spans of time that people ask for by a word, and when they began. Pure: now and the time zone are given.

export const presets = ['today', 'shift', 'days7', 'days30'] as const
export type Preset = (typeof presets)[number]

/** Three shifts of eight hours: at which hours of the day one begins. */
const shiftHours = [6, 14, 22] as const

export const localTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** When it began. `days7`: today and the six days before. */
export function startOf(preset: Preset, now: Date, timeZone: string): Date {
  const { year, month, day, hour } = wallClock(now, timeZone)
  switch (preset) {
    case 'today':
      return instantOf(year, month, day, 0, timeZone)
    case 'days7':
      return instantOf(year, month, day - 6, 0, timeZone)
    case 'days30':
      return instantOf(year, month, day - 29, 0, timeZone)
    case 'shift': {
      const begun = shiftHours.findLast((start) => start <= hour)
      return begun === undefined
        ? instantOf(year, month, day - 1, 22, timeZone)
        : instantOf(year, month, day, begun, timeZone)
    }
  }
}

function wallClock(at: Date, timeZone: string) {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at)
  const number = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((part) => part.type === type)?.value ?? 0)
  return {
    year: number('year'),
    month: number('month'),
    day: number('day'),
    hour: number('hour'),
    minute: number('minute'),
    second: number('second'),
  }
}

/** The moment at which clocks of the zone show this; days below one are of the month before. */
function instantOf(year: number, month: number, day: number, hour: number, timeZone: string): Date {
  const shownMs = Date.UTC(year, month - 1, day, hour)
  const first = shownMs - offsetMs(shownMs, timeZone)
  // The second look matters on the days on which clocks are set forward or back.
  return new Date(shownMs - offsetMs(first, timeZone))
}

/** How far clocks of the zone are ahead of UTC at a moment. */
function offsetMs(atMs: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(new Date(atMs), timeZone)
  return Date.UTC(year, month - 1, day, hour, minute, second) - atMs
}
