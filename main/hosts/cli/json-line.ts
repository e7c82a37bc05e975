// One line of JSON for other programs, harmless when it lands on a terminal after all.

/** What is no ASCII control character, so JSON leaves it as it is, and still drives terminals. */
const unsafe = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

/** The same value for every reader; ends with a line feed. */
export function jsonLine(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  return `${JSON.stringify(value).replace(unsafe, escaped)}\n`
}
