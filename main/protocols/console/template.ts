// `{name}` in the text of a console step, replaced from values. Pure. Not a language: no escapes, no expressions.
import { FlashlineError } from '../../../preload/contract/index.ts'

export type ConsoleValues = Readonly<Record<string, string>>

/** PROFILE_INVALID for a name that has no value: nothing half-made may reach a device. */
export function fillTemplate(text: string, values: ConsoleValues): string {
  return text.replace(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new FlashlineError('PROFILE_INVALID', { template: text, name })
    return value
  })
}

/** The first name in the text that has no value; null: all have one. */
export function missingName(text: string, known: ReadonlySet<string>): string | null {
  const names = [...text.matchAll(/\{([A-Za-z][A-Za-z0-9]*)\}/g)].map(([, name = '']) => name)
  return names.find((name) => !known.has(name)) ?? null
}
