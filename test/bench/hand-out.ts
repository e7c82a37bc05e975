// The hand-out server beside nginx: the same file to 64 clients at once, the two in turn, with each of three clients.
// Every device has a URL of its own here; nginx serves one.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ChildProgram, startChildProgram } from './child-program.ts'
import { clients, type FetchAll } from './hand-out/clients.ts'
import { startNginx } from './hand-out/nginx.ts'
import type { ServerArgument, ServerSaid } from './hand-out/server-process.ts'
import { peakBytesOf, residentBytesOf } from './station/process-use.ts'

const devices = 64
// Compiled code is what a station runs all day.
const warmUps = 10
const rounds = 9
const aim = 0.9
const mebibyte = 1024 * 1024

export async function run(): Promise<void> {
  console.log(`${cpus().length} x ${cpus()[0]?.model.trim()}, Node ${process.version}; ${devices} clients`)
  const root = await mkdtemp(join(tmpdir(), 'flashline-bench-'))
  try {
    await using nginx = await startNginx(root, join(root, 'nginx'))
    for (const sizeBytes of [4 * mebibyte, mebibyte]) {
      const bytes = randomBytes(sizeBytes)
      const file = join(root, `${sizeBytes}.bin`)
      await writeFile(file, bytes)
      const argument: ServerArgument = { file, offers: devices }
      await using ours = await startChildProgram(
        join(import.meta.dirname, 'hand-out/server-process.ts'),
        argument,
      )
      const [ourUrl = '', ...ourUrls] = (ours.said as ServerSaid).urls
      const nginxUrl = `${nginx.origin}/${sizeBytes}.bin`
      for (const url of [ourUrl, nginxUrl]) await expectBytes(url, bytes)
      const beforeBytes = await residentBytesOf(ours.pid)
      const nginxUrls = Array<string>(devices).fill(nginxUrl)
      for (const [name, client] of Object.entries(clients)) {
        await compare(name, client, sizeBytes, [ourUrl, ...ourUrls], nginxUrls)
      }
      await printMemory(ours, beforeBytes)
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

async function compare(
  name: string,
  client: FetchAll,
  sizeBytes: number,
  ours: readonly string[],
  nginx: readonly string[],
): Promise<void> {
  const times: { ours: number[]; nginx: number[] } = { ours: [], nginx: [] }
  for (let round = 0; round < warmUps + rounds; round += 1) {
    const nginxMs = await client(nginx, sizeBytes)
    const oursMs = await client(ours, sizeBytes)
    if (round < warmUps) continue
    times.nginx.push(nginxMs)
    times.ours.push(oursMs)
  }
  const speed = (ms: number) => `${((devices * sizeBytes) / 1e3 / ms).toFixed(0)} MB/s`
  const ratio = median(times.nginx) / median(times.ours)
  console.log(
    `${sizeBytes / mebibyte} MiB  ${name.padEnd(13)} nginx ${speed(median(times.nginx)).padStart(9)}, ` +
      `ours ${speed(median(times.ours)).padStart(9)}: ${ratio.toFixed(2)} of it (aim ${aim}) ` +
      `${ratio >= aim ? 'reached' : 'NOT reached'}`,
  )
}

async function printMemory(ours: ChildProgram, beforeBytes: number): Promise<void> {
  const whole = Number(await ours.ask('whole'))
  if (whole !== devices) throw new Error(`${whole} of ${devices} were told to be whole`)
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0)
  const [after, peak] = [await residentBytesOf(ours.pid), await peakBytesOf(ours.pid)]
  console.log(
    `       our memory: ${megabytes(beforeBytes)} MB before, ${megabytes(after)} after, ${megabytes(peak)} at most`,
  )
}

async function expectBytes(url: string, bytes: Buffer): Promise<void> {
  const found = Buffer.from(await (await fetch(url)).arrayBuffer())
  const digest = (of: Buffer) => createHash('sha256').update(of).digest('hex')
  if (digest(found) !== digest(bytes)) throw new Error(`${url} is not the file`)
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}
