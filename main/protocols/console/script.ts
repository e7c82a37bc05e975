// A dialogue with a text console, as data: send this, wait for that, keep what it said. Used by profiles to identify
// and confirm, and by protocols that enter a receiver through a command line. Played by console.ts.
import { z } from 'zod'

const pattern = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => {
    try {
      new RegExp(text)
      return true
    } catch {
      return false
    }
  }, 'not a regular expression')

export const consoleStepSchema = z.strictObject({
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
export type ConsoleStep = z.infer<typeof consoleStepSchema>

export const consoleScriptSchema = z.array(consoleStepSchema).min(1).max(20)
export type ConsoleScript = z.infer<typeof consoleScriptSchema>
