// A program that is the peer: esp-ota from npm, sending one image to all devices at once. Argument: {file, ports}. Says when
// it is ready; answers every line with how long that took, in ms. It ends with an error when one of them could not be sent.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { z } from 'zod'

export interface EspOtaArgument {
  readonly file: string
  readonly ports: readonly number[]
}

interface Client {
  uploadBuffer(bytes: Buffer, address: string, port: number, command: number): Promise<void>
}
const clientSchema = z.custom<new () => Client>((value) => typeof value === 'function')
const EspOta = clientSchema.parse(createRequire(import.meta.url)('esp-ota'))

const application = 0
const { file, ports }: EspOtaArgument = JSON.parse(process.argv[2] ?? '')
const image = readFileSync(file)
console.log('"ready"')
for await (const _ of createInterface({ input: process.stdin })) {
  const startedMs = performance.now()
  await Promise.all(ports.map((port) => new EspOta().uploadBuffer(image, '127.0.0.1', port, application)))
  console.log(JSON.stringify(performance.now() - startedMs))
}
