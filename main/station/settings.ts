// The station's settings: `settings.json` in the data folder. Secrets are apart: secrets.ts.
import { join } from 'node:path'
import { z } from 'zod'
import { type Settings, settingsSchema } from '../../preload/contract/index.ts'
import { readJsonFile, replaceJsonFile } from './json-file.ts'
import { firstConnectionId } from './secrets.ts'

export class SettingsFile {
  readonly #file: string
  #settings: Settings

  /** INPUT_INVALID with the file's name when it cannot be read; nothing is overwritten then. */
  constructor(dataDir: string) {
    this.#file = join(dataDir, 'settings.json')
    this.#settings = readJsonFile(this.#file, fileSchema)
  }

  /** Nothing says yet what this bench flashes, from which cloud, or where, nor that it will be a kit that says so. */
  get isUnset(): boolean {
    const { practiseUntilSet, connections, bench, slots } = this.#settings
    return practiseUntilSet && connections.length === 0 && bench === null && slots.length === 0
  }

  get settings(): Settings {
    return this.#settings
  }

  async save(settings: Settings): Promise<void> {
    await replaceJsonFile(this.#file, settings, 0o644)
    this.#settings = settings
  }
}

const withOneCloud = z.looseObject({
  cloud: z.object({ baseUrl: z.string(), corpId: z.string().default('') }).nullable(),
  bench: z.looseObject({ productId: z.string() }).nullable().optional(),
})

/** Earlier versions had one cloud for everything; it becomes the first connection. */
const fileSchema: z.ZodType<Settings> = z.preprocess((value) => {
  const old = withOneCloud.safeParse(value)
  if (!old.success) return value
  const { cloud, ...rest } = old.data
  if (cloud === null) return rest
  const { productId } = old.data.bench ?? {}
  return {
    ...rest,
    connections: [{ kind: 'xlink', connectionId: firstConnectionId, ...cloud }],
    products:
      productId === undefined ? [] : [{ productId, tasks: firstConnectionId, results: firstConnectionId }],
  }
}, settingsSchema)
