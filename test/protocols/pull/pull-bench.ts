// A device on loopback that fetches from the real hand-out, and the steps that a job takes with it.

import type { HandOut, HandOutOffer } from '../../../main/hand-out/hand-out.ts'
import { createHttpServer } from '../../../main/hand-out/http/http-server.ts'
import { buildDemoImage } from '../../../main/practice/demo-image.ts'
import { PullUnit, type PullUnitOptions } from '../../../main/practice/lan/pull/pull-unit.ts'
import type { FlashPlan, Image, Target, VerifyEvent, WriteEvent } from '../../../main/protocols/protocol.ts'
import { pull } from '../../../main/protocols/pull/index.ts'
import { openLan } from '../../../main/transports/lan.ts'
import type { Link } from '../../../main/transports/link.ts'
import { FlashlineError, type Notice } from '../../../preload/contract/index.ts'
import { imageOf } from '../../image-of.ts'

export const never = new AbortController().signal
export const device = { deviceId: 'unit-7', mac: '02F1A5410007', sn: 'SN-7' }
const productId = '160fa6b2bcc403e8160fa6b2bcc40c01'
export const oldFirmware = buildDemoImage({ productId, version: '1.0.0' }, 40_000)
const newFirmware = buildDemoImage({ productId, version: '1.2.0' }, 300_001)
export const newImage: Image = { ...imageOf(newFirmware), version: '1.2.0' }

/** More than the network takes from a device that lets go. */
export const largeImage = imageOf(Buffer.alloc(24 * 1024 * 1024, 7))
export const largeSlotBytes = 32 * 1024 * 1024

/** The real server on loopback, and what was offered through it. */
export function openHandOut(): {
  handOut: HandOut
  offers: HandOutOffer[]
  urls: string[]
  close(): Promise<void>
} {
  const server = createHttpServer({ hosts: () => ['127.0.0.1'], port: 0, log: { warn: () => {} } })
  const offers: HandOutOffer[] = []
  const urls: string[] = []
  return {
    ...{ offers, urls },
    handOut: {
      http: async (offer) => {
        offers.push(offer)
        const offered = await server.offer(offer)
        urls.push(offered.url)
        return offered
      },
      tftp: () => Promise.reject(new Error('not here')),
    },
    close: () => server.close(),
  }
}

export interface Spoken {
  readonly lines: string[]
  readonly notices: (Notice | null)[]
}

export interface PullBench extends AsyncDisposable, Spoken {
  readonly unit: PullUnit
  readonly offers: readonly HandOutOffer[]
  readonly urls: readonly string[]
  connect(
    options: object,
    more?: { handOut?: null; password?: string; signal?: AbortSignal },
  ): Promise<Target>
  preflight(options: object): Promise<void>
}

export async function benchOf(options: Partial<PullUnitOptions> = {}): Promise<PullBench> {
  const unit = new PullUnit({
    device,
    dialect: 'plain',
    firmware: oldFirmware,
    slotBytes: largeSlotBytes,
    ...options,
  })
  await unit.start()
  const { handOut, offers, urls, close } = openHandOut()
  const links: Link[] = []
  const spoken: Spoken = { lines: [], notices: [] }
  const open = async () => {
    const link = await openLan({ ranges: () => ['127.0.0.0/8'] })(unit.address, {
      baudRate: 1,
      signal: never,
    })
    links.push(link)
    return link
  }
  return {
    ...{ unit, offers, urls },
    ...spoken,
    connect: async (given, { handOut: none, password = '', signal = never } = {}) =>
      pull.connect(await open(), optionsOf(given), {
        signal,
        log: ({ text }) => spoken.lines.push(text),
        notice: (notice) => spoken.notices.push(notice),
        password: () => password,
        ...(none === null ? {} : { handOut }),
      }),
    preflight: async (given) => pull.preflight?.(await open(), optionsOf(given), { signal: never }),
    async [Symbol.asyncDispose]() {
      await Promise.all(links.map((link) => link.close()))
      await close()
      await unit.close()
    },
  }
}

/** Short waits: nothing here is slow. */
export function optionsOf(given: object) {
  return pull.options.parse({
    startTimeoutMs: 1000,
    stallTimeoutMs: 600,
    doneTimeoutMs: 1000,
    restartTimeoutMs: 3000,
    ...given,
  })
}

export async function writeAll(target: Target, plan: FlashPlan, signal = never): Promise<WriteEvent[]> {
  const events: WriteEvent[] = []
  for await (const event of target.write(plan, signal)) events.push(event)
  return events
}

export async function verifyAll(target: Target, plan: FlashPlan): Promise<VerifyEvent[]> {
  const events: VerifyEvent[] = []
  for await (const event of target.verify(plan, never)) events.push(event)
  return events
}

/** As a job does it; returns the version that runs. */
export async function updateAll(target: Target, image = newImage): Promise<string | null> {
  const plan = target.plan(image)
  await writeAll(target, plan)
  if (target.proof !== 'none') await verifyAll(target, plan)
  await target.reset(never)
  return (await target.confirm?.(plan, never))?.version ?? null
}

/** The kinds of events in their order, each once. */
export function kinds(events: readonly WriteEvent[]): string[] {
  return [...new Set(events.map(({ kind }) => kind))]
}

/** What it failed with. */
export async function failureOf(work: Promise<unknown>): Promise<FlashlineError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (error instanceof FlashlineError) return error
  throw new Error('it did not fail as it should', { cause: error })
}

export async function codeOf(work: Promise<unknown>): Promise<string> {
  return (await failureOf(work)).code
}
