// How answers of clouds are read with zod: whole ones, lists whose broken items do not take the others with them, and
// acknowledgements. Knows no cloud and no field; single words are read by tolerant-reader.ts.
import { z } from 'zod'
import { FlashlineError, type UnreadItem } from '../../preload/contract/index.ts'
import { blankToUndefined, wireId } from './tolerant-reader.ts'

/** More than any page we ask for; a longer list is not one of ours. */
const LIST_MAX_ITEMS = 10_000

/** CLOUD_REPLY {reason: 'field', field}: names the field that cannot be read, never its value. */
export function readReply<T>(reader: z.ZodType<T>, reply: unknown): T {
  const result = reader.safeParse(reply)
  if (result.success) return result.data
  throw new FlashlineError('CLOUD_REPLY', { reason: 'field', field: brokenField(result.error) })
}

/** A list inside an answer, its items unread; absent, null and "" are an empty one. */
export const wireList = z.preprocess(blankToUndefined, z.array(z.unknown()).max(LIST_MAX_ITEMS).default([]))

/** A list that is the answer itself. */
export const wireBareList = z.array(z.unknown()).max(LIST_MAX_ITEMS)

/** Each item by itself: one that cannot be read is named in `unread`, by its place in `list`. */
export function readItems<T>(
  reader: z.ZodType<T>,
  list: readonly unknown[],
  idField = 'id',
): { items: T[]; unread: UnreadItem[] } {
  const items: T[] = []
  const unread: UnreadItem[] = []
  list.forEach((item, index) => {
    const result = reader.safeParse(item)
    if (result.success) items.push(result.data)
    else unread.push({ index, id: idOf(item, idField), field: brokenField(result.error) })
  })
  return { items, unread }
}

const acknowledgement = z.union([z.undefined(), z.null(), z.looseObject({})])

/** The document says empty; an object is let pass, because a host may say more. Anything else comes from somebody else. */
export function readAcknowledgement(reply: unknown): void {
  readReply(acknowledgement, reply)
}

/** Text for people: whatever is no text is "", and what is too long is cut, since nothing is decided by it. */
export const shownText = (maxChars: number) =>
  z
    .unknown()
    .optional()
    .transform((value) => {
      if (typeof value === 'number') return String(value)
      return typeof value === 'string' && value.trim() !== '' ? value.slice(0, maxChars) : ''
    })

function idOf(item: unknown, idField: string): string | null {
  const result = z.object({ [idField]: wireId }).safeParse(item)
  return result.success ? (result.data[idField] ?? null) : null
}

function brokenField(error: z.ZodError): string {
  const field = error.issues[0]?.path.join('.') ?? ''
  return field === '' ? '(whole)' : field
}
