// Our sender as a program on standard input and output, so that it and `sb` stand at the same place of the line.
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { sendFile } from '../../main/protocols/ymodem/sender.ts'
import { linkOver } from '../targets/child-link.ts'

const path = process.argv[2] ?? ''
const link = linkOver(process.stdin, process.stdout, 'stdio://')
const options = { blockSize: 1024, receiverWaitMs: 20_000, ackTimeoutMs: 5000, maxRetries: 10 } as const
const file = { name: basename(path), bytes: await readFile(path) }
let repeats = 0
for await (const event of sendFile(link, file, options, new AbortController().signal)) {
  if (event.kind === 'retry') repeats += 1
}
if (repeats > 0) process.stderr.write(`${repeats} blocks repeated\n`)
process.stdin.destroy()
