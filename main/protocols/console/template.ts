// `{name}` in the text of a console step, replaced from values. Pure. Not a language: no escapes, no expressions.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { ConsoleScript } from './script.ts'

export type ConsoleValues = Readonly<Record<string, string>>

/** PROFILE_INVALID for a name that has no value: nothing half-made may reach a device. */
export function fillTemplate(text: string, values: ConsoleValues): string {
  return text.replace(/\{([A-Za-z][A-Za-z0-9]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    if (value === undefined) throw new FlashlineError('PROFILE_INVALID', { template: text, name })
    return value
  })
}

/** Throws PROFILE_INVALID unless every template of the script has its values. */
export function checkTemplates(script: ConsoleScript, values: ConsoleValues): void {
  for (const step of script) if (step.send !== undefined) fillTemplate(step.send, values)
}
