// Sizes, rates and durations for a terminal. Not for records: those keep bytes and milliseconds.

export function sizeText(sizeBytes: number): string {
  if (sizeBytes < 1000) return `${sizeBytes} B`
  if (sizeBytes < 1_000_000) return `${(sizeBytes / 1000).toFixed(1)} kB`
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`
}

/** `0:07`, `12:34`, `1:02:03`. */
export function durationText(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds))
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
