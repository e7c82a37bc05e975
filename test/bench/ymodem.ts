// Our YMODEM sender and lrzsz `sb -k`, each as a program, to the same `rb` through the same relay: raw, and paced to
// real baud rates. Only the block loop counts, from the first byte of the first data block to the ACK of the last
// one, as the relay sees it: the fixed sleeps of lrzsz at start and end are in neither side's time.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { byteTimeMs, PacedLane, PacedLine } from '../../main/practice/paced-lane.ts'

type Program = ChildProcessByStdio<Writable, Readable, Readable>

const frameBytes: Record<number, number> = { 1: 133, 2: 1029 }
const senders = {
  flashline: (path: string): Program =>
    spawn(process.execPath, [join(import.meta.dirname, 'ymodem-sender.ts'), path], {
      stdio: ['pipe', 'pipe', 'pipe'],
    }),
  'sb -k': (path: string): Program => spawn('sb', ['-k', '-q', path], { stdio: ['pipe', 'pipe', 'pipe'] }),
}
export type Sender = keyof typeof senders

const lines = [
  { name: '115200', baudRate: 115_200, sizeBytes: 48 * 1024, runs: 3, aim: 0.98 },
  { name: '921600', baudRate: 921_600, sizeBytes: 384 * 1024, runs: 3, aim: 0.95 },
  { name: 'raw', baudRate: null, sizeBytes: 4 * 1024 * 1024, runs: 5, aim: null },
]

/** Follows the sender's frames and says when the block loop began and ended. */
class Stopwatch {
  startMs = Number.NaN
  endMs = Number.NaN
  #headerSeen = false
  #over = false
  #leftOfFrame = 0
  #lastAckMs = Number.NaN

  sent(bytes: Uint8Array, atMs: number): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#leftOfFrame > 0) {
        const taken = Math.min(this.#leftOfFrame, bytes.length - at)
        this.#leftOfFrame -= taken
        at += taken
        continue
      }
      const first = bytes[at] ?? 0
      this.#leftOfFrame = frameBytes[first] ?? 1
      if (first === 4 && !this.#over) {
        this.#over = true
        this.endMs = this.#lastAckMs
      } else if (first === 1 || first === 2) {
        if (this.#headerSeen && Number.isNaN(this.startMs)) this.startMs = atMs
        this.#headerSeen = true
      }
    }
  }

  answered(bytes: Uint8Array, atMs: number): void {
    if (bytes.includes(6)) this.#lastAckMs = atMs
  }
}

/** One file to a new `rb` in `folder`. `ended`: both programs have. */
export async function transfer(
  sender: Sender,
  baudRate: number | null,
  path: string,
  folder: string,
  roundTripMs = 0,
): Promise<{ blockMs: number; ended: Promise<unknown> }> {
  await mkdir(folder)
  const receiver = spawn('rb', ['-q'], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const program = senders[sender](path)
  for (const one of [receiver, program]) {
    one.stdin.on('error', () => {})
    one.stderr.on('data', () => {})
  }
  const watch = new Stopwatch()
  const byteMs = baudRate === null ? 0 : byteTimeMs(baudRate)
  const line = new PacedLine({ byteMs, latencyMs: roundTripMs / 2, isExact: true })
  const toReceiver = new PacedLane(line, (bytes) => receiver.stdin.write(bytes))
  const toSender = new PacedLane(line, (bytes, atMs) => {
    watch.answered(bytes, atMs)
    program.stdin.write(bytes)
  })
  program.stdout.on('data', (bytes: Buffer) => watch.sent(bytes, toReceiver.push(bytes)))
  receiver.stdout.on('data', (bytes: Buffer) => toSender.push(bytes))
  const ended = Promise.all([once(receiver, 'exit'), once(program, 'exit')])
  // The sleeps at the end may go on beside the next run: they cost no time of a processor.
  await Promise.race([once(program.stdout, 'end'), untilOver(watch, program)])
  return { blockMs: watch.endMs - watch.startMs, ended }
}

async function untilOver(watch: Stopwatch, program: Program): Promise<void> {
  while (Number.isNaN(watch.endMs)) await once(program.stdout, 'data')
}

const median = (values: number[]): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

export async function run(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  try {
    console.log(
      `YMODEM-1K, block loop only; ${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}`,
    )
    console.log('line     sender        n   median ms      kB/s   vs sb   % of line   % of ceiling')
    for (const line of lines) await measure(line, root)
    console.log(
      'ceiling: 1024 of every 1029 + 1 bytes (block and its ACK), 10 bits each, no pause between them',
    )
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function measure(line: (typeof lines)[number], root: string): Promise<void> {
  const { name, baudRate, sizeBytes, runs, aim } = line
  const bytes = randomBytes(sizeBytes)
  const path = join(root, `image-${name}.bin`)
  await writeFile(path, bytes)
  const times: Record<Sender, number[]> = { flashline: [], 'sb -k': [] }
  const ends: { folder: string; ended: Promise<unknown> }[] = []
  for (let round = 0; round < runs; round += 1) {
    for (const sender of ['flashline', 'sb -k'] as const) {
      const folder = join(root, `${name}-${sender.slice(0, 2)}-${round}`)
      const { blockMs, ended } = await transfer(sender, baudRate, path, folder)
      times[sender].push(blockMs)
      ends.push({ folder, ended })
    }
  }
  for (const { folder, ended } of ends) {
    await ended
    const found = await readFile(join(folder, `image-${name}.bin`))
    if (!found.equals(bytes)) throw new Error(`${folder}: the received file differs`)
  }
  const peerMs = median(times['sb -k'])
  for (const sender of ['flashline', 'sb -k'] as const) {
    const ms = median(times[sender])
    const cells = [
      name.padEnd(7),
      sender.padEnd(10),
      String(runs).padStart(4),
      ms.toFixed(1).padStart(11),
      (sizeBytes / ms).toFixed(1).padStart(9),
      (peerMs / ms).toFixed(3).padStart(7),
    ]
    if (baudRate !== null) {
      const ofLine = sizeBytes / ((ms / 1000) * (baudRate / 10))
      const ofCeiling = (ofLine * (1029 + 1)) / 1024
      const verdict =
        sender !== 'flashline' || aim === null ? '' : ofCeiling >= aim ? ' (aim reached)' : ' (aim MISSED)'
      cells.push(
        `${(ofLine * 100).toFixed(2)} %`.padStart(11),
        `${(ofCeiling * 100).toFixed(2)} %${verdict}`.padStart(14),
      )
    }
    console.log(cells.join(' '))
  }
}
