// `flashline kit keys`: the key that this station signs with, and those of other stations that it trusts.
import type { Command } from 'commander'
import { FlashlineError, publicKeySchema, trustedKeySchema } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { jsonLine } from '../../json-line.ts'
import { kitFactTexts } from '../../kit-texts.ts'
import { cliLanguage } from '../../language.ts'
import type { CliParts } from '../../parts.ts'
import { table } from '../../printable.ts'
import type { Finish } from '../../program.ts'
import { saySetting } from '../connection/say-setting.ts'
import { kitFolder } from './kit-folder.ts'

interface Given {
  readonly by?: string
  readonly data?: string
  readonly json?: true
}

export function addKitKeys(kit: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const keys = kit.command('keys').description('The keys of kits and result files.')
  const data = ['--data <dir>', 'where they are kept'] as const

  keys
    .command('list')
    .description('List the key of this station, and the trusted ones.')
    .option(...data)
    .option('--json', 'print one JSON document: {own, trusted}')
    .action(async (given: Given) => {
      const { listKeys } = await parts.kitOnce()
      const found = await listKeys(kitFolder(given))
      const { own, trusted } = found
      const rows = [{ ...own, name: kitFactTexts.thisStation[cliLanguage(io.env)] }, ...trusted]
      io.out(
        given.json
          ? jsonLine(found)
          : table(rows.map(({ publicKey, fingerprint, name }) => [name, fingerprint, publicKey])),
      )
      finish(0)
    })

  keys
    .command('show')
    .description('Print the public key of this station, for the others to trust.')
    .option(...data)
    .action(async (given: Given) => {
      const { listKeys } = await parts.kitOnce()
      io.out(`${(await listKeys(kitFolder(given))).own.publicKey}\n`)
      finish(0)
    })

  keys
    .command('trust <key>')
    .description('Trust the key of another station; compare its fingerprint with that station first.')
    .requiredOption('--name <text>', 'whose it is')
    .option('--by <name>', 'who trusts it (default: the user of this system)')
    .option(...data)
    .action(async (key: string, given: Given & { readonly name: string }) => {
      const name = trustedKeySchema.shape.name.safeParse(given.name)
      if (!name.success) throw new FlashlineError('INPUT_INVALID', { field: '--name' })
      const { trustKey } = await parts.kitOnce()
      saySetting(io, 'stored', (await trustKey(kitFolder(given), requireKey(key), name.data)).fingerprint)
      finish(0)
    })

  keys
    .command('remove <key>')
    .description('Trust a key no more; what came with it stays.')
    .option(...data)
    .action(async (key: string, given: Given) => {
      const { removeKey } = await parts.kitOnce()
      if (!(await removeKey(kitFolder(given), requireKey(key))))
        throw new FlashlineError('INPUT_INVALID', { field: 'key' })
      saySetting(io, 'removed', key)
      finish(0)
    })
}

/** INPUT_INVALID: it is no key. */
function requireKey(text: string): string {
  const key = publicKeySchema.safeParse(text.trim())
  if (!key.success) throw new FlashlineError('INPUT_INVALID', { field: 'key' })
  return key.data
}
