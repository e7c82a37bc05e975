// `npm run bench -- <name>`: runs one benchmark of this folder.
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const name = process.argv[2] ?? ''
const file = join(import.meta.dirname, `${name}.ts`)
if (/^[a-z0-9-]+$/.test(name) && name !== 'run' && existsSync(file)) {
  const benchmark: { run?: () => Promise<void> } = await import(file)
  if (benchmark.run === undefined) throw new Error(`${name}.ts is no benchmark`)
  await benchmark.run()
} else {
  console.error('usage: npm run bench -- <name>, e.g. ymodem')
  process.exitCode = 2
}
