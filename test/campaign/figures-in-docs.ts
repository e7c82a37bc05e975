// Writes the figures of the campaign into docs/promises.md, between two marks.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Result } from './results.ts'

const file = join(import.meta.dirname, '../../docs/promises.md')
const marks = { from: '<!-- figures: npm run campaign -- --docs -->', to: '<!-- end of figures -->' }

/** @throws Error: the marks are not there, or one of the results is of a broken promise. */
export async function writeFiguresIntoDocs(results: readonly Result[]): Promise<void> {
  const broken = results.filter(({ error }) => error !== null)
  if (broken.length > 0) throw new Error(`broken: ${broken.map(({ name }) => name).join(', ')}`)
  const text = await readFile(file, 'utf8')
  const from = text.indexOf(marks.from)
  const to = text.indexOf(marks.to)
  if (from < 0 || to < from) throw new Error(`${file} has no place for the figures`)
  const head = text.slice(0, from + marks.from.length)
  await writeFile(file, `${head}\n\n${results.map(tableOf).join('\n\n')}\n\n${text.slice(to)}`)
}

function tableOf({ name, rounds, seed, seconds, figures }: Result): string {
  const rows = Object.entries(figures).map(([key, value]) => `| ${key} | ${value} |`)
  return [
    `**${name}**: ${rounds} rounds in ${seconds} s, seed ${seed}`,
    '',
    '| what | figure |',
    '| --- | --- |',
    ...rows,
  ].join('\n')
}
