// How a device is told to fetch: requests to it, messages through the broker, or lines on its console. `{url}` and the
// other names in braces are filled in by template.ts.
import { z } from 'zod'
import { consoleScriptSchema } from '../console/script.ts'
import { accessShape, pathSchema, patternSchema, textsSchema, timeoutSchema } from '../lan/access.ts'

export const topicSchema = z
  .string()
  .max(300)
  .regex(/^[^\s+#]+$/)

/** Text as it is, or an object that is written as JSON. */
export const payloadSchema = z.union([z.string().max(4000), z.record(z.string(), z.json())])

const requestSchema = z.strictObject({
  method: z.enum(['GET', 'POST', 'PUT']).default('GET'),
  /** With its query. Values are percent-encoded as they are put in. */
  path: pathSchema,
  headers: textsSchema.default({}),
  body: payloadSchema.default(''),
  /** What the answer has to look like besides its status. "": any will do. */
  expect: patternSchema.default(''),
  /** An answer that means no, whatever its status. "": none does. */
  refuse: patternSchema.default(''),
})
export type TriggerRequest = z.infer<typeof requestSchema>

export const triggerSchema = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('http'),
    ...accessShape,
    /** In this order, each one after the answer to the one before. */
    requests: z
      .array(requestSchema)
      .min(1)
      .max(10)
      .default([requestSchema.parse({ path: '/update?url={url}' })]),
    /** From a request to the end of its answer; a device that fetches meanwhile may take longer. */
    answerTimeoutMs: timeoutSchema.default(10_000),
  }),
  z.strictObject({
    by: z.literal('mqtt'),
    /** In this order, each one after the broker has taken the one before. */
    messages: z
      .array(z.strictObject({ topic: topicSchema, payload: payloadSchema }))
      .min(1)
      .max(10),
  }),
  z.strictObject({ by: z.literal('console'), script: consoleScriptSchema }),
])
export type Trigger = z.infer<typeof triggerSchema>
export type Way<By extends Trigger['by']> = Extract<Trigger, { by: By }>

interface Placed {
  readonly path: readonly PropertyKey[]
  readonly text: string
}

/** Every text with names in braces, and where it stands in the options. */
export function textsOf(trigger: Trigger): readonly Placed[] {
  const { by } = trigger
  if (by === 'mqtt') return leavesOf(trigger.messages, ['trigger', 'messages'])
  if (by === 'console')
    return trigger.script.flatMap(({ send }, index) => leavesOf(send, ['trigger', 'script', index, 'send']))
  return [
    ...leavesOf(trigger.headers, ['trigger', 'headers']),
    ...trigger.requests.flatMap(({ path, headers, body }, index) =>
      leavesOf({ path, headers, body }, ['trigger', 'requests', index]),
    ),
  ]
}

function leavesOf(json: unknown, path: readonly PropertyKey[]): Placed[] {
  if (typeof json === 'string') return [{ path, text: json }]
  if (typeof json !== 'object' || json === null) return []
  return Object.entries(json).flatMap(([key, one]) =>
    leavesOf(one, [...path, Array.isArray(json) ? Number(key) : key]),
  )
}
