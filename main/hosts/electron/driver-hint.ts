// What a person can do when a device is not found, on this system: with the exact command where there is one, to be copied.
// What is wrong with this very computer says its doctor, on a screen of the page.
import { type BrowserWindow, clipboard } from 'electron'
import { installRulesCommand } from '../../../preload/contract/index.ts'
import { askPerson } from './ask-person.ts'
import { type DesktopTexts, fill } from './desktop-texts.ts'

export interface HintParts {
  readonly window: BrowserWindow
  readonly texts: DesktopTexts
  readonly platform: NodeJS.Platform
  /** Where the program has its udev rules as files. */
  readonly rulesDir: string
  readonly goTo: (address: string) => void
}

/** The doctor's button is there. */
const diagnosticsAddress = '#/settings/diagnostics'

export async function showDriverHint({ window, texts, platform, rulesDir, goTo }: HintParts): Promise<void> {
  const command = platform === 'linux' ? installRulesCommand(rulesDir) : null
  const answer = await askPerson(window, {
    message: texts.hintTitle,
    detail: `${texts.hintDetail}\n\n${ofSystem(platform, texts, command)}`.trim(),
    buttons: [texts.hintCheck, ...(command === null ? [] : [texts.copyCommand]), texts.ok],
  })
  if (answer === 0) goTo(diagnosticsAddress)
  else if (answer === 1 && command !== null) clipboard.writeText(command)
}

function ofSystem(platform: NodeJS.Platform, texts: DesktopTexts, command: string | null): string {
  if (command !== null) return fill(texts.hintLinux, { command })
  if (platform === 'win32') return texts.hintWindows
  return platform === 'darwin' ? texts.hintMac : ''
}
