// In the settings: where the desktop program looks for newer versions of itself, and whether it takes them by itself. Data
// only; the looking is main/hosts/electron/updates.ts.
import { z } from 'zod'

/** Hosts that only a plant's own network answers for: what has no dot, what the standards keep for private use. */
const plantNames = /^[^.]+$|\.(?:local|internal|lan|home\.arpa|localhost)$/
const plantAddresses =
  /^(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$|^\[(?:::1|f[cd][\da-f]{2}:.*|fe[89ab][\da-f]:.*)\]$/

/** May updates come from there? https, or http inside the plant; no user, query or fragment. Pure. */
export function isUpdateUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(text)
  if (username + password + search + hash !== '') return false
  const name = hostname.toLowerCase()
  const inPlant = /^[\d.]+$|^\[/.test(name) ? plantAddresses.test(name) : plantNames.test(name)
  return protocol === 'https:' || (protocol === 'http:' && inPlant)
}

export const updateSettingsSchema = z.strictObject({
  /** The folder that holds `latest.yml`; empty: nobody is asked. */
  url: z
    .string()
    .max(300)
    .refine((text) => text === '' || isUpdateUrl(text))
    .default(''),
  /** Fetched when no job runs, installed when the program ends. False: found ones are only told. */
  automatic: z.boolean().default(false),
})
export type UpdateSettings = z.infer<typeof updateSettingsSchema>
