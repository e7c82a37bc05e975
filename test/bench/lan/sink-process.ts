// A program that is a fleet of devices on loopback, one port each: they take an image by PUT, hold every byte of it against
// the one whose MD5 the request names, and say from the answer on that they run its version. Nothing is kept, so that a
// device costs as little as can be. Argument: {fleet, bytesPerSecond}. Says the ports; answers every line with what the
// uploads since the last one were; with a rate they take no more bytes a second than that.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createInterface } from 'node:readline'
import type { UnitIdentity } from '../../../main/practice/unit.ts'
import type { Fleet, ImageFile } from './fleet.ts'

export interface SinksArgument {
  readonly fleet: Fleet
  /** Null: as many as come. */
  readonly bytesPerSecond: number | null
}

export interface SinksSaid {
  readonly ports: readonly number[]
}

export interface Taken {
  /** From the first byte of any body to the last one of all. */
  readonly ms: number
  /** Uploads that were right. */
  readonly count: number
}

interface HeldImage extends ImageFile {
  readonly bytes: Buffer
}

const roomBytes = 64 * 1024 * 1024
const { fleet, bytesPerSecond }: SinksArgument = JSON.parse(process.argv[2] ?? '')
const { devices, from, to } = fleet
const images: readonly HeldImage[] = [from, to].map((one) => ({ ...one, bytes: readFileSync(one.file) }))
let firstMs = Number.POSITIVE_INFINITY
let lastMs = 0
let count = 0

function serve(device: UnitIdentity) {
  const startedMs = performance.now()
  let version: string = from.version
  return createServer((request, response) => {
    if (request.method === 'PUT') {
      receive(request, response, (taken) => {
        version = taken
      })
      return
    }
    const { mac, deviceId } = device
    const uptime = Math.floor((performance.now() - startedMs) / 1000)
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify({ version, mac, model: 'SINK', deviceId, uptime, roomBytes }))
  })
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  onTaken: (version: string) => void,
): void {
  const md5 = new URL(request.url ?? '', 'http://sink').searchParams.get('md5')
  const image = images.find((one) => one.md5 === md5)
  let gotBytes = 0
  let isRight = image !== undefined
  const take = (piece: Buffer) => {
    firstMs = Math.min(firstMs, performance.now())
    const end = gotBytes + piece.length
    isRight &&= image !== undefined && end <= image.sizeBytes && isAt(image.bytes, piece, gotBytes)
    gotBytes = end
  }
  if (bytesPerSecond === null) request.on('data', take)
  else sip(request, bytesPerSecond, take)
  request.on('end', () => {
    lastMs = performance.now()
    const isWhole = isRight && gotBytes === image?.sizeBytes
    if (isWhole) count += 1
    if (isWhole) onTaken(image.version)
    response.statusCode = isWhole ? 200 : 422
    response.end(isWhole ? '{}' : '{"error":"not the image"}')
  })
}

const isAt = (image: Buffer, piece: Buffer, at: number): boolean =>
  image.compare(piece, 0, piece.length, at, at + piece.length) === 0

function sip(request: IncomingMessage, bytesPerSecond: number, take: (piece: Buffer) => void): void {
  const timer = setInterval(() => {
    const piece: Buffer | null = request.read(bytesPerSecond)
    if (piece) take(piece)
  }, 1000)
  request.on('close', () => clearInterval(timer))
}

const servers = devices.map(serve)
await Promise.all(
  servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))),
)
const ports = servers.map((server) => (server.address() as AddressInfo).port)
console.log(JSON.stringify({ ports } satisfies SinksSaid))
for await (const _ of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify({ ms: lastMs - firstMs, count } satisfies Taken))
  firstMs = Number.POSITIVE_INFINITY
  lastMs = 0
  count = 0
}
for (const server of servers) {
  server.closeAllConnections()
  server.close()
}
