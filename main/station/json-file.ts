// A small JSON file that a person can read: checked when read, replaced whole when written.
import { existsSync, readFileSync } from 'node:fs'
import { chmod, rename, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { FlashlineError } from '../../preload/contract/index.ts'

/** What the schema makes of `{}` when there is no file. INPUT_INVALID {file, issue} when it cannot be read. */
export function readJsonFile<Value>(file: string, schema: z.ZodType<Value>): Value {
  if (!existsSync(file)) return schema.parse({})
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const issue = error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : 'JSON'
    throw new FlashlineError('INPUT_INVALID', { file, issue }, { cause: error })
  }
}

/** Written aside, then renamed: a reader sees the old or the new one, never a half. */
export async function replaceJsonFile(file: string, value: unknown, mode: number): Promise<void> {
  const aside = `${file}.new`
  await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode })
  await chmod(aside, mode)
  await rename(aside, file)
}
