// The browser's own field for a day and a time, which has neither zone nor seconds, and the contract's UTC. Pure.

/** Empty for none. */
export function localInputOf(at: string | undefined): string {
  if (at === undefined) return ''
  const time = new Date(at)
  const two = (part: number) => String(part).padStart(2, '0')
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}T${two(time.getHours())}:${two(time.getMinutes())}`
}

/** Undefined while it is not complete. */
export function timeOfLocalInput(text: string): string | undefined {
  const at = Date.parse(text)
  return text === '' || Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
