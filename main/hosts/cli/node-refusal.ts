// Is this Node new enough? The same bound as `engines` in package.json. Plain syntax only: an old Node reads this file.

const needed = [22, 19]

/** One line that says what is needed and what was found; null when it is new enough. */
export function nodeRefusal(found: string): string | null {
  const [major = 0, minor = 0] = found.split('.').map(Number)
  const [neededMajor = 0, neededMinor = 0] = needed
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return null
  return `flashline needs Node ${neededMajor}.${neededMinor} or newer; this is Node ${found}.`
}
