// A dialogue with a text console, as data: send this, wait for that, keep what it said. Used by profiles to identify
// and confirm, and by protocols that enter a receiver through a command line. Played by console.ts.
import { z } from 'zod'

const pattern = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => namedGroups(text) !== null, { params: { problem: 'notRegex' } })
  .meta({ format: 'regex' })

export const consoleStepSchema = z
  .strictObject({
    /** Text to send first; `{name}` is replaced from the script's values. A line end is not added. */
    send: z.string().max(500).optional(),
    /** Wait for a whole line that matches, or with `prompt: true` for text without a line end. Named groups are captured. */
    expect: pattern,
    prompt: z.boolean().default(false),
    /** A whole line that means the device refused: CONSOLE_REFUSED (or `refusedCode`) at once. */
    refuse: pattern.optional(),
    refusedCode: z.enum(['CONSOLE_REFUSED', 'STORAGE_WRITE']).default('CONSOLE_REFUSED'),
    timeoutMs: z.number().int().min(10).max(600_000).default(5000),
    /** Send again after every so many milliseconds without the expected answer. */
    repeatEveryMs: z.number().int().min(50).max(60_000).optional(),
    /** What it means when the wait ends without a match. */
    otherwise: z
      .enum(['CONSOLE_NO_PROMPT', 'CONSOLE_NO_ANSWER', 'VERSION_UNSEEN'])
      .default('CONSOLE_NO_ANSWER'),
  })
  .meta({ id: 'consoleStep' })
export type ConsoleStep = z.infer<typeof consoleStepSchema>

export const consoleScriptSchema = z.array(consoleStepSchema).min(1).max(20)
export type ConsoleScript = z.infer<typeof consoleScriptSchema>

/** The names of the groups of a pattern; null when it is no regular expression. */
export function namedGroups(pattern: string): readonly string[] | null {
  try {
    // With an empty alternative it matches anything, and a match names all groups.
    return Object.keys(new RegExp(`${pattern}|`).exec('')?.groups ?? {})
  } catch {
    return null
  }
}

/** The names that a script captures. */
export function capturesOfScript(script: ConsoleScript): readonly string[] {
  return script.flatMap((step) => namedGroups(step.expect) ?? [])
}
