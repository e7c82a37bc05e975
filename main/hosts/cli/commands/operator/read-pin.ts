// A PIN for a command: one line of standard input, typed without being shown or piped in; never an argument, which every
// user of the machine can read in the process list.
import { FlashlineError, pinSchema } from '../../../../../preload/contract/index.ts'
import type { CliIo } from '../../cli-io.ts'
import { typePin } from '../../cloud-texts.ts'
import { cliLanguage } from '../../language.ts'

/** INPUT_INVALID for what is no PIN. */
export async function readPin(io: CliIo): Promise<string> {
  const typed = pinSchema.safeParse((await io.readLine(typePin[cliLanguage(io.env)])).trim())
  if (!typed.success) throw new FlashlineError('INPUT_INVALID', { field: 'PIN' })
  return typed.data
}
