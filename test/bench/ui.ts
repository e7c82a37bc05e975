// The screens where it is hard: 64 busy slots, a million records, the first look. Options: --only frames|history|first-paint,
// --minutes <n> of busy slots (1; ten for the aim on memory), --jobs <n> records (1,000,000), --built takes the program as it
// is built.
import { cpus } from 'node:os'
import { runTool } from '../targets/host-tool.ts'
import { measureFirstPaint } from './ui/first-paint.ts'
import { builtUi, measureFrames } from './ui/frames.ts'
import { measureHistory } from './ui/history.ts'

export async function run(): Promise<void> {
  const option = (name: string, otherwise: string) => {
    const place = process.argv.indexOf(name)
    return place < 0 ? otherwise : (process.argv[place + 1] ?? otherwise)
  }
  const only = option('--only', '')
  const isWanted = (part: string) => only === '' || only === part
  if (!process.argv.includes('--built')) await runTool('npm', ['run', 'build'])
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`)
  if (isWanted('first-paint')) await measureFirstPaint()
  if (isWanted('frames')) await measureFrames(builtUi, Number(option('--minutes', '1')))
  if (isWanted('history')) await measureHistory(builtUi, Number(option('--jobs', '1000000')))
}
