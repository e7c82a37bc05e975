// The station's settings, a file a person can read, and the cloud's token beside it in a file only the owner can.
// Both are replaced whole: written aside, then renamed.
import { existsSync, readFileSync } from 'node:fs'
import { chmod, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { FlashlineError, type Settings, settingsSchema } from '../../preload/contract/index.ts'

const secretsSchema = z.object({ cloudToken: z.string().default('') })

export class SettingsFile {
  readonly #file: string
  readonly #secretsFile: string
  #settings: Settings
  #cloudToken: string

  /** INPUT_INVALID with the file's name when it cannot be read; nothing is overwritten then. */
  constructor(dataDir: string) {
    this.#file = join(dataDir, 'settings.json')
    this.#secretsFile = join(dataDir, 'secrets.json')
    this.#settings = readJson(this.#file, settingsSchema)
    this.#cloudToken = readJson(this.#secretsFile, secretsSchema).cloudToken
  }

  /** Nothing says yet what this bench flashes, from which cloud, or where. */
  get isUnset(): boolean {
    const { cloud, bench, slots } = this.#settings
    return cloud === null && bench === null && slots.length === 0
  }

  get settings(): Settings {
    return this.#settings
  }

  get cloudToken(): string {
    return this.#cloudToken
  }

  async save(settings: Settings, cloudToken: string | undefined): Promise<void> {
    if (cloudToken !== undefined) {
      await replace(this.#secretsFile, { cloudToken }, 0o600)
      this.#cloudToken = cloudToken
    }
    await replace(this.#file, settings, 0o644)
    this.#settings = settings
  }
}

function readJson<Value>(file: string, schema: z.ZodType<Value>): Value {
  if (!existsSync(file)) return schema.parse({})
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const issue = error instanceof z.ZodError ? (error.issues[0]?.path.join('.') ?? '') : 'JSON'
    throw new FlashlineError('INPUT_INVALID', { file, issue }, { cause: error })
  }
}

async function replace(file: string, value: unknown, mode: number): Promise<void> {
  const aside = `${file}.new`
  await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode })
  await chmod(aside, mode)
  await rename(aside, file)
}
