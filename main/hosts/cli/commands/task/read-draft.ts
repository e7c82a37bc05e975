// A task draft from outside: a JSON file, or what the options came to.
import { readFile, stat } from 'node:fs/promises'
import { FlashlineError, type TaskDraft, taskDraftSchema } from '../../../../../preload/contract/index.ts'

/** A list of many devices is the largest thing in it. */
const mostBytes = 16 * 1024 * 1024

/** INPUT_INVALID {field, path} */
export async function readDraftFile(file: string): Promise<TaskDraft> {
  const refuse = (cause?: unknown) =>
    new FlashlineError('INPUT_INVALID', { field: '--file', path: file }, { cause })
  let draft: unknown
  try {
    if ((await stat(file)).size > mostBytes) throw refuse()
    draft = JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    throw refuse(cause)
  }
  return parseDraft(draft)
}

/** INPUT_INVALID {field}: the first field that is wrong, as the contract names it. */
export function parseDraft(draft: unknown): TaskDraft {
  const read = taskDraftSchema.safeParse(draft)
  if (read.success) return read.data
  throw new FlashlineError('INPUT_INVALID', { field: read.error.issues[0]?.path.join('.') || '(whole)' })
}
