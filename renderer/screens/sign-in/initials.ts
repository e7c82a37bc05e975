// Two letters that stand for a person: of the first and last word, or the last two characters of a Chinese name. Pure.

export function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (/^\p{Script=Han}/u.test(trimmed)) return [...trimmed.replace(/\s/g, '')].slice(-2).join('')
  const words = trimmed.split(/\s+/)
  const letters = words.length > 1 ? [words[0] ?? '', words.at(-1) ?? ''] : words
  return letters
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase()
}
