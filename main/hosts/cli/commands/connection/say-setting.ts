// One line for what was done to a connection, a product or a secret.
import type { CliIo } from '../../cli-io.ts'
import { settingDoneTexts } from '../../cloud-texts.ts'
import { cliLanguage } from '../../language.ts'
import { printable } from '../../printable.ts'

export function saySetting(io: CliIo, done: keyof typeof settingDoneTexts, what: string): void {
  io.out(`${settingDoneTexts[done][cliLanguage(io.env)]}  ${printable(what)}\n`)
}
