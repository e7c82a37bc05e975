// What a full bench does to the desktop's main process: 32 devices of eight kinds at 921600 baud, all at once, with the station
// in that process and with the station in one of its own; then a call inside the station that does not return for two
// seconds. Chips and cloud are processes of their own. The window's loop is the main process's: while that stands still,
// nothing can be moved, closed or clicked.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startChildProgram } from './child-program.ts'
import type { DesktopOrder, MainSaid } from './isolation/desktop-process.ts'
import { stallMs } from './isolation/stall.ts'
import type { CloudSaid } from './station/cloud-process.ts'
import { addressesOf, roster, settingsOf, startAllChips } from './station/plant.ts'
import { baudRate } from './station/profiles.ts'
import { units } from './station/units.ts'

/** Boot loaders that ask for a file give up by then, and the firmware runs. */
const bootMs = 7000
const aims = { p99Ms: 20, stallMs: 100 }
const cli = fileURLToPath(new URL('../../main/hosts/cli/index.ts', import.meta.url))

interface Measured {
  readonly flash: MainSaid
  readonly stall: MainSaid
}

export async function run(): Promise<void> {
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`)
  console.log(`${units.length} devices at ${baudRate} baud; then a stall of ${stallMs} ms in the station`)
  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  try {
    await using cloud = await startChildProgram(
      join(import.meta.dirname, 'station/cloud-process.ts'),
      join(root, 'cloud'),
    )
    await using chips = await startAllChips(0)
    const addresses = addressesOf(chips.all)
    const { baseUrl, token } = cloud.said as CloudSaid
    const measure = async (kind: DesktopOrder['kind']): Promise<Measured> => {
      const dataDir = join(root, kind)
      await prepare(dataDir, settingsOf(baseUrl, addresses))
      const slotIds = addresses.map((address) => `addr:${address}`)
      const order: DesktopOrder = { kind, dataDir, token, slotIds }
      for (const host of chips.all) await host.renew()
      await pause(bootMs)
      await using desktop = await startChildProgram(
        join(import.meta.dirname, 'isolation/desktop-process.ts'),
        order,
      )
      const flash = (await desktop.ask('flash')) as MainSaid
      const stall = (await desktop.ask('stall')) as MainSaid
      return { flash, stall }
    }
    print(await measure('together'), await measure('apart'))
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function prepare(dataDir: string, settings: object): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await writeFile(join(dataDir, 'settings.json'), JSON.stringify(settings))
  const rosterFile = join(dataDir, 'roster.csv')
  await writeFile(rosterFile, roster())
  const args = [
    '--disable-warning=ExperimentalWarning',
    cli,
    'device',
    'import',
    rosterFile,
    '--data',
    dataDir,
  ]
  await promisify(execFile)(process.execPath, args)
}

function print(together: Measured, apart: Measured): void {
  const row = (name: string, { flash, stall }: Measured) => {
    const cells = [flash.p50, flash.p99, flash.max, stall.max].map((ms) => ms.toFixed(1).padStart(11))
    console.log(`${name.padEnd(29)}${cells.join('')}   ${flash.passed} of ${units.length} passed`)
  }
  console.log('how late main is, in ms             p50        p99        max   at a stall')
  row('station in main', together)
  row('station in its own process', apart)
  aim('p99 of main, 32 busy slots', apart.flash.p99, aims.p99Ms)
  aim('main at a stall of the station', apart.stall.max, aims.stallMs)
}

function aim(what: string, ms: number, wantedMs: number): void {
  console.log(
    `${what}: ${ms.toFixed(1)} ms (aim ${wantedMs} ms) ${ms < wantedMs ? 'reached' : 'NOT reached'}`,
  )
}
