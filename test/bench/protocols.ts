// Each protocol and its peer, writing the same image to the same simulated chip through the same pseudo terminal: on a
// line without a rate, and paced to real ones with a round trip on top. The chip is a process of its own and takes the
// time: from its first write to its last, so that neither side's start counts. `--only <name>` runs one protocol.
import { randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChipOnTerminal, startOnTerminal } from './chips/start-chips.ts'
import { type Case, cases, type Write, writeAgain } from './protocols/cases.ts'
import { transfer } from './ymodem.ts'

const baudRates = [null, 115_200, 460_800, 921_600]
const roundTrips = [0, 1, 16]
const runs = 3
/** An image takes about so long at best. */
const wantedMs = 1200

interface Line {
  readonly baudRate: number | null
  readonly roundTripMs: number
}

interface Timed {
  readonly bytes: number
  readonly ms: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN

/** P / (W * c / baud + k * RTT), in bytes per ms; without a rate only the round trips count. */
function ceiling(
  { payload, wire, bits, trips }: Case['block'],
  { baudRate, roundTripMs }: Line,
): number | null {
  const ms = (baudRate === null ? 0 : (wire * bits * 1000) / baudRate) + trips * roundTripMs
  return ms === 0 ? null : payload / ms
}

export async function run(): Promise<void> {
  const only = process.argv[process.argv.indexOf('--only') + 1]
  const wanted = process.argv.includes('--only') ? only?.toLowerCase() : undefined
  console.log(`Block loops; ${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`)
  console.log('protocol  line     rtt  ours kB/s  of ceiling   peer kB/s  of ceiling   our time / peer')
  const lines = baudRates.flatMap((baudRate) => roundTrips.map((roundTripMs) => ({ baudRate, roundTripMs })))
  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  try {
    for (const one of cases)
      if (wanted === undefined || one.name.toLowerCase() === wanted)
        for (const line of lines) await measure(one, line, root)
    if (wanted === undefined || wanted === 'ymodem') for (const line of lines) await measureYmodem(line, root)
    if (wanted === undefined || wanted === 'esp') await measureAgain()
  } finally {
    await rm(root, { recursive: true, force: true })
  }
  console.log('ceiling: P / (W * c / baud + k * RTT) of a sender that waits for every answer')
}

function sizeFor(block: Case['block'], line: Line, maxBytes: number): number {
  const best = ceiling(block, line) ?? 400
  const blocks = Math.max(24, Math.round((best * wantedMs) / block.payload))
  return Math.min(maxBytes, blocks * block.payload)
}

async function measure(one: Case, line: Line, root: string): Promise<void> {
  const { kind, block, maxBytes, image, ours, peer } = one
  const bytes = image(sizeFor(block, line, maxBytes))
  await using chips = await startOnTerminal({ kind, ...line, isExact: true })
  const times: { ours: Timed[]; peer: Timed[] } = { ours: [], peer: [] }
  for (let round = 0; round < runs; round += 1) {
    times.ours.push(await timed(chips, ours, join(root, 'image'), bytes, line))
    if (peer) times.peer.push(await timed(chips, peer.write, join(root, 'image'), bytes, line))
  }
  print(one.name, line, block, times.ours, peer ? times.peer : null)
}

async function timed(
  chips: ChipOnTerminal,
  write: Write,
  file: string,
  bytes: Uint8Array,
  { baudRate }: Line,
): Promise<Timed> {
  await chips.renew()
  await write(chips.path, file, bytes, baudRate ?? 921_600)
  const [report] = await chips.report()
  if (!report || report.storedBytes < bytes.length) throw new Error('not all of it was written')
  return { bytes: report.storedBytes - report.firstBytes, ms: report.lastAtMs - report.firstAtMs }
}

/** The receiver is lrzsz's, the sender ours or lrzsz's; see ymodem.ts. */
async function measureYmodem(line: Line, root: string): Promise<void> {
  const block = { payload: 1024, wire: 1030, bits: 10, trips: 1 }
  const bytes = randomBytes(sizeFor(block, line, 4 * 1024 * 1024))
  const path = join(root, 'image.bin')
  await writeFile(path, bytes)
  const times: { ours: Timed[]; peer: Timed[] } = { ours: [], peer: [] }
  for (let round = 0; round < runs; round += 1) {
    for (const [who, sender] of [
      ['ours', 'flashline'],
      ['peer', 'sb -k'],
    ] as const) {
      const folder = join(root, `${who}-${line.baudRate}-${line.roundTripMs}-${round}`)
      const { blockMs, ended } = await transfer(sender, line.baudRate, path, folder, line.roundTripMs)
      await ended
      if (!bytes.equals(await readFile(join(folder, 'image.bin'))))
        throw new Error('the received file differs')
      times[who].push({ bytes: bytes.length, ms: blockMs })
    }
  }
  print('YMODEM', line, block, times.ours, times.peer)
}

/** An image that the device already has. */
async function measureAgain(): Promise<void> {
  const esp = cases.find(({ kind }) => kind === 'esp32')
  if (!esp) return
  const bytes = esp.image(512 * 1024)
  const line = { baudRate: 460_800, roundTripMs: 1 }
  await using chips = await startOnTerminal({ kind: 'esp32', ...line, isExact: true })
  const wholeMs = async (): Promise<number> => {
    await chips.restart()
    const startMs = performance.now()
    await writeAgain(chips.path, bytes, line.baudRate)
    return performance.now() - startMs
  }
  const first = await wholeMs()
  const before = (await chips.report())[0]?.md5
  const again = await wholeMs()
  if ((await chips.report())[0]?.md5 !== before) throw new Error('the flash changed')
  console.log(`ESP, the same image again: ${((100 * again) / first).toFixed(1)} % of the first time`)
}

function print(
  name: string,
  line: Line,
  block: Case['block'],
  ours: readonly Timed[],
  peer: readonly Timed[] | null,
): void {
  const best = ceiling(block, line)
  const speed = (all: readonly Timed[]) => median(all.map(({ bytes, ms }) => bytes / ms))
  const share = (value: number) => (best === null ? '-' : `${((100 * value) / best).toFixed(1)} %`)
  const mine = speed(ours)
  const cells = [
    name.padEnd(9),
    (line.baudRate === null ? 'raw' : String(line.baudRate)).padEnd(7),
    String(line.roundTripMs).padStart(4),
    mine.toFixed(1).padStart(10),
    share(mine).padStart(11),
  ]
  if (peer) {
    const theirs = speed(peer)
    cells.push(
      theirs.toFixed(1).padStart(11),
      share(theirs).padStart(11),
      (theirs / mine).toFixed(3).padStart(15),
    )
  }
  console.log(cells.join(' '))
}
