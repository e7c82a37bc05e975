// What the program was started with. Not commander: the switches of Chromium and of the system stand among ours and are
// passed over, and a later start of the program (another file, a link) may bring files and links only.
import type { PracticeKind } from '../../station/practice.ts'

export interface DesktopArguments {
  readonly data: string | undefined
  readonly practice: boolean
  readonly practiceKind: PracticeKind | undefined
  readonly kiosk: boolean
  /** `flashline:` addresses and paths, in the order given. Nothing is checked yet. */
  readonly opens: readonly string[]
}

const practiceKinds: readonly PracticeKind[] = ['boards', 'chips', 'lan']

/** `--data <dir>`, `--practice [kind]`, `--kiosk`; after `--` there are no switches any more. Pure. */
export function readArguments(argv: readonly string[]): DesktopArguments {
  const left = [...argv]
  let data: string | undefined
  let practice = false
  let practiceKind: PracticeKind | undefined
  let kiosk = false
  const opens: string[] = []
  for (let given = left.shift(); given !== undefined; given = left.shift()) {
    if (given === '--') {
      opens.push(...left.splice(0))
      break
    }
    if (!given.startsWith('-')) {
      opens.push(given)
      continue
    }
    const [name, joined] = split(given)
    if (name === '--kiosk') kiosk = true
    else if (name === '--data') data = joined ?? left.shift()
    else if (name === '--practice') {
      practice = true
      practiceKind = practiceKinds.find((kind) => kind === (joined ?? left[0]))
      if (practiceKind !== undefined && joined === undefined) left.shift()
    }
  }
  return { data, practice, practiceKind, kiosk, opens }
}

function split(given: string): [name: string, value: string | undefined] {
  const at = given.indexOf('=')
  return at === -1 ? [given, undefined] : [given.slice(0, at), given.slice(at + 1)]
}
