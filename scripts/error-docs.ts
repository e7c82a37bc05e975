// `node scripts/error-docs.ts` writes docs/errors.md: every error code with who acts, whether trying again can help, and
// its sentences in both languages, as they are without the facts of one occurrence. A test holds the file to the tables.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { argv } from 'node:process'
import { fileURLToPath } from 'node:url'
import { type ErrorCode, errorTable } from '../preload/contract/error-table.ts'
import { errorText } from '../preload/contract/error-texts.ts'

const head = `# Error codes

Written by \`node scripts/error-docs.ts\`; change the sentences in preload/contract/error-texts-en.ts and
error-texts-zh-cn.ts. On the screens a sentence also holds the facts of its occurrence (addresses, sizes, versions), and a
cloud's own code has sentences of its own. The same codes are searched under Help beside every screen.

Who acts: the **technician** at the bench (\`operator\`; \`device\`: at the device itself), the **lead** (\`lead\`), the lead
after a while of waiting (\`cloud\`), the makers of Flashline through support (\`software\`).

| Code | Who acts | Try again | What happened | What to do | 发生了什么 | 怎么处理 |
| --- | --- | --- | --- | --- | --- | --- |
`

/** The whole file. */
export function errorDocs(): string {
  return head + (Object.keys(errorTable) as ErrorCode[]).map(rowOf).join('')
}

function rowOf(code: ErrorCode): string {
  const { actor, retryable } = errorTable[code]
  const en = errorText({ code, context: {} }, 'en')
  const zh = errorText({ code, context: {} }, 'zh-CN')
  const cells = [`\`${code}\``, actor, retryable ? 'yes' : 'no', en.title, en.remedy, zh.title, zh.remedy]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
}

const self = fileURLToPath(import.meta.url)
if (argv[1] === self) {
  const file = join(dirname(dirname(self)), 'docs', 'errors.md')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, errorDocs())
}
