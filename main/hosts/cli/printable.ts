// Text for a terminal. Names come from devices and clouds: a control character in one could drive the terminal.

/** Control characters become `?`; one line stays one line. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be found
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '?')
}

/** Columns it takes: wide for the Chinese and full-width ranges. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text)
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
        character,
      )
        ? 2
        : 1
  return width
}

/** Filled with spaces up to `columns`; never cut. */
export function padded(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - displayWidth(text)))
}

/** Cut to `columns`. */
export function cut(text: string, columns: number): string {
  if (displayWidth(text) <= columns) return text
  let kept = ''
  for (const character of text) {
    if (displayWidth(kept + character) > columns) break
    kept += character
  }
  return kept
}

/** Rows under one another, cells in columns as wide as they need. */
export function table(rows: readonly (readonly string[])[]): string {
  const safe = rows.map((row) => row.map(printable))
  const widths = (safe[0] ?? []).map((_, column) =>
    Math.max(...safe.map((row) => displayWidth(row[column] ?? ''))),
  )
  const line = (row: readonly string[]) =>
    row.map((cell, column) => padded(cell, widths[column] ?? 0)).join('  ')
  return safe.map((row) => `${line(row).trimEnd()}\n`).join('')
}
