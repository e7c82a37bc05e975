// The result of the last run of each scenario, as files in campaign/ at the root of the project, which git does not keep.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const folder = join(import.meta.dirname, '../../campaign')

const resultSchema = z.object({
  name: z.string(),
  rounds: z.int(),
  seed: z.int(),
  /** Wall time. */
  seconds: z.int(),
  figures: z.record(z.string(), z.union([z.number(), z.string()])),
  /** null: every promise was kept. */
  error: z.string().nullable(),
})
export type Result = z.infer<typeof resultSchema>

export async function writeResult(result: Result): Promise<void> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, `${result.name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

/** Of those that have run here. */
export async function readResults(names: readonly string[]): Promise<Result[]> {
  const texts = await Promise.all(
    names.map((name) => readFile(join(folder, `${name}.json`), 'utf8').catch(() => null)),
  )
  return texts.flatMap((text) => (text === null ? [] : [resultSchema.parse(JSON.parse(text))]))
}
