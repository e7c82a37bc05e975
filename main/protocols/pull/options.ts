// What a profile says about a device that fetches its image itself: how it is told, what it says meanwhile, and how it is
// asked which version it runs. All three speak over the same carrier. Not here: where the image is served from.
import { z } from 'zod'
import { missingName } from '../console/template.ts'
import { timeoutSchema } from '../lan/access.ts'
import { followSchema, saysDone } from './follow-options.ts'
import { valueNames } from './template.ts'
import { textsOf, triggerSchema } from './trigger-options.ts'
import { versionSchema } from './version-options.ts'

const pullObject = z.strictObject({
  /** How the device is told to fetch. */
  trigger: triggerSchema.default(triggerSchema.parse({ by: 'http' })),
  /** What it says while it fetches. Null: nothing; served bytes are all that is known. */
  follow: followSchema.nullable().default(null),
  /** How it is asked for its version, before and after. Null: not at all, or by the dialogues of the profile. */
  version: versionSchema.nullable().default(null),
  /** Names for `{name}` beside those of the image, such as a product key in a topic. */
  values: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9]{0,31}$/),
      z
        .string()
        .max(200)
        .regex(/^[ -~]*$/),
    )
    .default({}),
  /** How the URL ends. Some devices look at it. */
  fileName: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/)
    .default('firmware.bin'),
  /** Only the address that the device has now may fetch it. Off for devices behind an address translation. */
  bindToDevice: z.boolean().default(true),
  /** After this the URL is gone, whatever is under way. */
  lifetimeMs: z.number().int().min(50).max(86_400_000).default(1_800_000),
  /** From the instruction to the first request. */
  startTimeoutMs: timeoutSchema.default(60_000),
  /** Between two signs of life while it fetches. */
  stallTimeoutMs: timeoutSchema.default(60_000),
  /** From its last byte until the device has said that it took the image, where it says that. */
  doneTimeoutMs: timeoutSchema.default(60_000),
  /** From then until the new firmware has said its version. */
  restartTimeoutMs: timeoutSchema.max(170_000).default(120_000),
  /** The digest that the device is given and checks before it says that it took the image. Null: it checks none. */
  deviceChecksDigest: z.enum(['md5', 'sha256']).nullable().default(null),
  /** What the device can take. Null: not known. */
  capacityBytes: z.number().int().min(1).max(2_147_483_647).nullable().default(null),
})
export type PullOptions = z.infer<typeof pullObject>

/** What DeviceHttp fills in besides. */
const httpNames = ['ip', 'userName', 'password']

export const pullOptionsSchema = pullObject.superRefine((options, context) => {
  const { trigger, follow, version, values, deviceChecksDigest } = options
  const issue = (path: readonly PropertyKey[], params: Record<string, string>) =>
    context.addIssue({ code: 'custom', path: [...path], params })
  for (const [name, part] of Object.entries({ follow, version }))
    if (part !== null && part.by !== trigger.by)
      issue([name, 'by'], { problem: 'choice', expected: trigger.by })
  const texts = textsOf(trigger)
  const known = new Set([...valueNames, ...Object.keys(values), ...(trigger.by === 'http' ? httpNames : [])])
  for (const { path, text } of texts) {
    const found = missingName(text, known)
    if (found !== null) issue(path, { problem: 'noValue', found })
  }
  // It can only check what it was given, and only tell by its word.
  const isGiven = texts.some(({ text }) => text.includes(`{${deviceChecksDigest}}`))
  if (deviceChecksDigest !== null && !(isGiven && saysDone(follow)))
    issue(['deviceChecksDigest'], { problem: 'other' })
})
