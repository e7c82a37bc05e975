// The command line of a simulated board: echo, line editing and the habits of U-Boot's. An empty line does the last
// repeatable command again; ^C drops the line and repeats nothing; ^U and ^X empty the line.
import { boardCommands } from './board-commands.ts'
import type { BoardMachine } from './board-machine.ts'

const prompt = '=> '
const maxLineChars = 512

/** Runs until `reset` was typed. Rejects only when aborted. */
export async function runShell(machine: BoardMachine, signal: AbortSignal): Promise<void> {
  let repeatable = ''
  for (;;) {
    machine.print(prompt)
    const typed = await readLine(machine, signal)
    if (typed === null) {
      repeatable = ''
      continue
    }
    const line = typed === '' ? repeatable : typed
    repeatable = ''
    if (line === '') continue
    const words = line.split(/\s+/)
    const name = words[0] ?? ''
    if (name === 'reset') return
    const command = Object.hasOwn(boardCommands, name) ? boardCommands[name] : undefined
    if (!command) {
      machine.print(`Unknown command '${name}' - try 'help'\r\n`)
      continue
    }
    await command.run(machine, words, signal)
    if (command.isRepeatable) repeatable = line
  }
}

/** Null when it was interrupted. */
async function readLine(machine: BoardMachine, signal: AbortSignal): Promise<string | null> {
  let line = ''
  for (;;) {
    const byte = (await machine.uart.read(1, Number.POSITIVE_INFINITY, signal))?.[0]
    if (byte === undefined) continue
    if (byte === 0x03) {
      machine.print('<INTERRUPT>\r\n')
      return null
    }
    if (byte === 0x0d || byte === 0x0a) {
      machine.print('\r\n')
      return line.trim()
    }
    const isKill = byte === 0x15 || byte === 0x18
    if (isKill || byte === 0x08 || byte === 0x7f) {
      const gone = isKill ? line.length : Math.min(line.length, 1)
      machine.print('\b \b'.repeat(gone))
      line = line.slice(0, line.length - gone)
    } else if (byte >= 0x20 && byte < 0x7f && line.length < maxLineChars) {
      const char = String.fromCharCode(byte)
      line += char
      machine.print(char)
    }
  }
}
