// The hand-out server as a station runs it, in a process of its own: one copy of the image, one offer for each client.
// Argument: {file, offers}. Says its URLs; answers every line with how many offers were fetched whole.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createHttpServer } from '../../../main/hand-out/http/http-server.ts'

export interface ServerArgument {
  readonly file: string
  readonly offers: number
}

export interface ServerSaid {
  readonly urls: readonly string[]
}

const { file, offers }: ServerArgument = JSON.parse(process.argv[2] ?? '')
const bytes = readFileSync(file)
const sha256 = createHash('sha256').update(bytes).digest('hex')
const server = createHttpServer({ hosts: () => ['127.0.0.1'], port: 0, log: console })
const whole = new Set<number>()
const urls: string[] = []
for (let n = 0; n < offers; n += 1) {
  const { url } = await server.offer({
    file: { bytes, sha256 },
    fileName: 'firmware.bin',
    deviceIp: '127.0.0.1',
    host: null,
    lifetimeMs: 3_600_000,
    onServed: (served) => {
      if (served.isWhole) whole.add(n)
    },
  })
  urls.push(url)
}
console.log(JSON.stringify({ urls } satisfies ServerSaid))
for await (const _ of createInterface({ input: process.stdin })) console.log(JSON.stringify(whole.size))
await server.close()
