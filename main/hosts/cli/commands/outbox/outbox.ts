// `flashline outbox`: what still has to reach a cloud or other software, and what is decided about it. Without a word
// behind it, it lists.
import type { Command } from 'commander'
import type { CliIo } from '../../cli-io.ts'
import type { CliParts } from '../../parts.ts'
import type { Finish } from '../../program.ts'
import { addOutboxDecisions } from './outbox-decisions.ts'
import { listsOutbox } from './outbox-list.ts'
import { addOutboxSend } from './outbox-send.ts'

export function addOutbox(program: Command, io: CliIo, parts: CliParts, finish: Finish): void {
  const outbox = listsOutbox(program.command('outbox'), io, parts, finish)
  listsOutbox(outbox.command('list'), io, parts, finish)
  addOutboxDecisions(outbox, io, parts, finish)
  addOutboxSend(outbox, io, parts, finish)
}
