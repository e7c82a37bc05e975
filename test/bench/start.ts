// A cold start, as a person waits for it: the headless door until it is ready and until the screens are drawn, the desktop
// until its window is shown, and the memory both then hold. Beside them in the same run: Node with nothing in it, and a
// server that answers nothing. Options: --rounds <n> (7), --built takes the program as it is built.
import { cpus } from 'node:os'
import { runTool } from '../targets/host-tool.ts'
import { timeBareNode, timeBareServer } from './start/bare.ts'
import { openBrowser } from './start/browser.ts'
import { timeDesktop } from './start/desktop.ts'
import { timeHeadless } from './start/headless.ts'

export async function run(): Promise<void> {
  if (!process.argv.includes('--built')) await runTool('npm', ['run', 'build'])
  const place = process.argv.indexOf('--rounds')
  const rounds = place < 0 ? 7 : Number(process.argv[place + 1])
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${rounds} rounds`)
  const lines: {
    readonly name: string
    readonly unit: string
    readonly aim?: number
    readonly values: number[]
  }[] = []
  const note = (name: string, unit: string, value: number, aim?: number) => {
    const line = lines.find((known) => known.name === name)
    if (line) line.values.push(value)
    else lines.push({ name, unit, values: [value], ...(aim === undefined ? {} : { aim }) })
  }
  await using browser = await openBrowser()
  for (let round = 0; round < rounds; round += 1) {
    // In turns, so that a busy minute of the machine is everybody's.
    note('bare node, spawn to exit', 'ms', await timeBareNode())
    note('bare fastify, spawn to listening', 'ms', await timeBareServer())
    const headless = await timeHeadless(browser)
    note('headless, spawn to ready', 'ms', headless.readyMs, 1000)
    note('screens, navigation to first paint', 'ms', headless.paintFromNavigationMs, 1000)
    note('screens, spawn to first paint', 'ms', headless.paintFromSpawnMs)
    note('headless, resident at first paint', 'MB', headless.residentBytes / 1e6, 150)
    note('the same, shared pages counted once', 'MB', headless.proportionalBytes / 1e6)
    const desktop = await timeDesktop()
    note('desktop (stand-in), spawn to window shown', 'ms', desktop.shownMs)
    note('desktop, its station resident', 'MB', desktop.stationBytes / 1e6)
  }
  for (const { name, unit, aim, values } of lines) {
    const sorted = [...values].sort((one, other) => one - other)
    const show = (value: number | undefined) => (value ?? Number.NaN).toFixed(0).padStart(6)
    const middle = sorted[Math.floor(sorted.length / 2)]
    const aimed = aim === undefined ? '' : `  aim ${aim}`
    console.log(
      `${name.padEnd(44)}${show(middle)} ${unit}  (${show(sorted[0])} to ${show(sorted.at(-1))})${aimed}`,
    )
  }
}
