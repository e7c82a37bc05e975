// Many devices on the LAN pushed at once through the built station: 64 that take an image by PUT beside 64 curls; with one
// that trickles; with images of three sizes for its memory; 16 with Arduino OTA beside esp-ota. Devices, cloud, peers and
// station are processes of their own. Options: names of the parts to be run (all), --built takes the program as it is
// built, --rounds <n> of each comparison, --cpu-prof <folder> leaves a profile of the station there.
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildEspApp } from '../../main/practice/esp/app-image.ts'
import { runTool } from '../targets/host-tool.ts'
import { startChildProgram } from './child-program.ts'
import { besideCurl } from './lan/beside-curl.ts'
import { besideEspOta } from './lan/beside-esp-ota.ts'
import type { LanCloudArgument, LanCloudSaid } from './lan/cloud-process.ts'
import { type Fleet, prepareFleet, rosterOf } from './lan/fleet.ts'
import { memoryBySize } from './lan/memory.ts'
import type { Bench } from './lan/rollout-run.ts'
import { oneTrickles } from './lan/trickle.ts'
import { type MeasuredStation, startMeasuredStation } from './station/start-station.ts'
import { watchStation } from './station/viewer.ts'

const mebibyte = 1024 * 1024
const usualRounds = 7

interface Fleets {
  readonly small: Fleet
  readonly usual: Fleet
  readonly large: Fleet
  readonly others: Fleet
  readonly slow: Fleet
  readonly espota: Fleet
}

type Part = (
  bench: Bench & { readonly station: MeasuredStation },
  fleets: Fleets,
  rounds: number,
) => Promise<void>

/** Memory first: what has grown once hides what grows later. */
const parts: Readonly<Record<string, Part>> = {
  memory: (bench, { small, usual, large }) => memoryBySize(bench, [small, usual, large]),
  curl: (bench, { usual }, rounds) => besideCurl(bench, usual, rounds),
  trickle: (bench, { others, slow }, rounds) => oneTrickles(bench, { others, slow }, rounds),
  espota: (bench, { espota }, rounds) => besideEspOta(bench, espota, rounds),
}

export async function run(): Promise<void> {
  const option = (name: string) => process.argv[process.argv.indexOf(name) + 1] ?? ''
  if (!process.argv.includes('--built')) await runTool('npm', ['run', 'build'])
  const rounds = process.argv.includes('--rounds') ? Number(option('--rounds')) : usualRounds
  const profileDir = process.argv.includes('--cpu-prof') ? option('--cpu-prof') : null
  const named = Object.keys(parts).filter((name) => process.argv.includes(name))
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}, ${rounds} rounds`)

  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  try {
    const fleets = await prepareFleets(root)
    const all = Object.values(fleets)
    const argument: LanCloudArgument = { dataDir: join(root, 'cloud'), fleets: all }
    await using cloud = await startChildProgram(join(import.meta.dirname, 'lan/cloud-process.ts'), argument)
    const { baseUrl, token } = cloud.said as LanCloudSaid
    await using station = await startMeasuredStation({
      dataDir: join(root, 'station'),
      roster: rosterOf(all),
      settings: {
        watchUsb: false,
        connections: [{ kind: 'xlink', connectionId: 'cloud', baseUrl, corpId: 'flashline' }],
        lan: { ranges: ['127.0.0.1'] },
      },
      env: {},
      profileDir,
    })
    const { client } = station
    await client.settings.set({ settings: await client.settings.get(), secrets: { cloud: { token } } })
    const bench = { station, client, viewer: await watchStation(client) }
    for (const name of named.length > 0 ? named : Object.keys(parts)) {
      console.log(name)
      await parts[name]?.(bench, fleets, rounds)
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function prepareFleets(folder: string): Promise<Fleets> {
  const sinks = (count: number, sizeMiB: number, firstNumber: number) =>
    prepareFleet(folder, {
      productId: `bench-put-${firstNumber}`,
      count,
      firstNumber,
      build: () => randomBytes(sizeMiB * mebibyte),
    })
  return {
    small: await sinks(64, 1, 1000),
    usual: await sinks(64, 4, 2000),
    large: await sinks(64, 16, 3000),
    others: await sinks(63, 4, 5000),
    // More than the system takes for a device that does not read.
    slow: await sinks(1, 16, 6000),
    espota: await prepareFleet(folder, {
      productId: 'bench-espota',
      count: 16,
      firstNumber: 4000,
      build: (version) => buildEspApp({ model: 'esp32', version, sizeBytes: 4 * mebibyte }),
    }),
  }
}
