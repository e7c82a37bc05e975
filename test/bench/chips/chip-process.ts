// A program that is one or many simulated chips behind TCP ports, so that pacing, programming and timing take nothing of
// the time of whoever flashes them. Told what to be by its first argument (JSON: ChipOrder[]), prints the ports as one
// line of JSON; with `terminal` as its second it is one chip behind a pseudo terminal, without a port. Answers lines on its
// standard input: `report` with what was stored and when, `renew` with chips as they were at first.
import { createHash } from 'node:crypto'
import { createInterface } from 'node:readline'
import { chipOnTcp } from '../../targets/chip-on-port.ts'
import { type ChipOrder, createChip } from './bench-chips.ts'
import { chipOnTerminal } from './chip-on-terminal.ts'

export interface ChipReport {
  readonly storedBytes: number
  /** Of the process's clock; between the first and the last write to the flash lie all blocks but the first. */
  readonly firstAtMs: number
  readonly lastAtMs: number
  readonly firstBytes: number
  readonly writes: number
  readonly md5: string
}

const orders: ChipOrder[] = JSON.parse(process.argv[2] ?? '[]')
const isOnTerminal = process.argv[3] === 'terminal'
const hosted = await Promise.all(
  orders.map(async (order) => {
    const chip = createChip(order)
    const blank = Buffer.from(chip.storage)
    const { offset, sizeBytes } = order.digestOf ?? { offset: 0, sizeBytes: blank.length }
    const stats = { storedBytes: 0, firstAtMs: 0, lastAtMs: 0, firstBytes: 0, writes: 0 }
    chip.onStored = (_offset, sizeBytes) => {
      stats.lastAtMs = performance.now()
      if (stats.writes === 0) {
        stats.firstAtMs = stats.lastAtMs
        stats.firstBytes = sizeBytes
      }
      stats.writes += 1
      stats.storedBytes += sizeBytes
    }
    const plug = isOnTerminal ? chipOnTerminal(chip) : () => chip.powerOn()
    return {
      port: isOnTerminal ? 0 : (await chipOnTcp(chip)).port,
      report: (): ChipReport => ({
        ...stats,
        md5: createHash('md5')
          .update(chip.storage.subarray(offset, offset + sizeBytes))
          .digest('hex'),
      }),
      renew() {
        chip.storage.set(blank)
        chip.cut()
        plug()
        Object.assign(stats, { storedBytes: 0, writes: 0 })
      },
      /** Keeps what is stored. */
      restart() {
        chip.cut()
        plug()
        Object.assign(stats, { storedBytes: 0, writes: 0 })
      },
    }
  }),
)
const say = (data: unknown): void => console.log(JSON.stringify(data))
say(hosted.map(({ port }) => port))
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'report') say(hosted.map((one) => one.report()))
  else if (line === 'renew' || line === 'restart') {
    for (const one of hosted) one[line]()
    say('ok')
  }
}
process.exit(0)
