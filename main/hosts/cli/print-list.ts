// Lists and facts on a terminal: heads, rows, and besides, what was left out of them.
import type { Language, UnreadItem } from '../../../preload/contract/index.ts'
import type { CliIo } from './cli-io.ts'
import { headTexts, pageText, unreadText } from './cloud-texts.ts'
import { printable, table } from './printable.ts'

export type Head = keyof typeof headTexts

/** Nothing at all for no rows. */
export function headedTable(
  heads: readonly Head[],
  rows: readonly (readonly string[])[],
  language: Language,
): string {
  return rows.length === 0 ? '' : table([heads.map((head) => headTexts[head][language]), ...rows])
}

/** One fact per line; what is empty is left out. */
export function factLines(facts: Partial<Record<Head, string>>, language: Language): string {
  const known = Object.keys(facts) as Head[]
  return table(known.flatMap((head) => (facts[head] ? [[headTexts[head][language], facts[head]]] : [])))
}

export interface PageFacts {
  readonly offset: number
  readonly shown: number
  readonly total: number
  readonly unread: readonly UnreadItem[]
}

/** On standard error: which part of the list this was, and which items could not be read. */
export function tellPage(io: CliIo, { offset, shown, total, unread }: PageFacts, language: Language): void {
  if (shown > 0 && shown < total) io.err(`${pageText(offset, shown, total, language)}\n`)
  for (const item of unread) io.err(`${printable(unreadText(item, language))}\n`)
}
