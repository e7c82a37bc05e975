// The way into the boot loader: reset with the boot pin held, by the lines or by a hand, then SYNC until it answers.
// And the way out: a reset with the boot pin free. Not here: what the lines mean (reset-lines.ts).
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { ConnectContext } from '../protocol.ts'
import type { Channel } from './channel.ts'
import { encodeRequest, ops } from './codec.ts'
import { Loader } from './loader.ts'
import type { EspOptions } from './options.ts'
import {
  classicEntry,
  classicStart,
  type LineStep,
  parseResetSequence,
  usbJtagEntry,
  usbJtagStart,
} from './reset-lines.ts'

export type EntryWay = 'classic' | 'usbJtag' | 'custom' | 'byHand'

export interface Entry {
  readonly way: EntryWay
  /** A stub that was left running answered, not the ROM. */
  readonly isStub: boolean
}

/** 07 07 12 20, then 32 times 55, from which the ROM measures the rate. */
const syncData = Uint8Array.from([0x07, 0x07, 0x12, 0x20, ...new Array<number>(32).fill(0x55)])
const syncFrame = encodeRequest(ops.sync, syncData)
const syncWaitMs = 120
const syncTries = 5
/** The ROM answers a SYNC eight times. */
const syncEchoes = 7
const rounds = 2

/** `lastWay`: what brought this board in before. LOADER_SILENT */
export async function enterLoader(
  channel: Channel,
  options: EspOptions,
  context: ConnectContext,
  lastWay: EntryWay | null,
  signal: AbortSignal,
): Promise<Entry> {
  if (options.reset === 'none' || !channel.link.hasSignals)
    return enterByHand(channel, options, context, signal)
  let heardBytes = 0
  for (let round = 0; round < rounds; round += 1) {
    for (const { way, steps } of entries(options, lastWay)) {
      heardBytes += await playLines(channel, steps, signal)
      const isStub = await syncSeveral(channel, signal)
      if (isStub !== null) return { way, isStub }
    }
  }
  throw new FlashlineError('LOADER_SILENT', { command: 'sync', heardBytes })
}

interface LineEntry {
  readonly way: EntryWay
  readonly steps: readonly LineStep[]
}

const quick: LineEntry = { way: 'classic', steps: classicEntry(50) }
const slow: LineEntry = { way: 'classic', steps: classicEntry(550) }
const usbJtag: LineEntry = { way: 'usbJtag', steps: usbJtagEntry }

/** In the order in which they are tried; what worked before comes first. */
function entries({ reset, resetSequence }: EspOptions, lastWay: EntryWay | null): LineEntry[] {
  if (reset === 'classic') return [quick, slow]
  if (reset === 'usbJtag') return [usbJtag]
  if (reset === 'custom') return [{ way: 'custom', steps: parseResetSequence(resetSequence) }]
  return lastWay === 'usbJtag' ? [usbJtag, quick, slow] : [quick, usbJtag, slow]
}

/** It may wait for us already; else somebody has to hold BOOT and tap RESET. */
async function enterByHand(
  channel: Channel,
  { entryWaitMs }: EspOptions,
  context: ConnectContext,
  signal: AbortSignal,
): Promise<Entry> {
  const until = performance.now() + entryWaitMs
  let isStub = await syncSeveral(channel, signal)
  if (isStub === null) {
    context.notice?.('holdBoot')
    while (isStub === null) {
      if (performance.now() >= until)
        throw new FlashlineError('LOADER_SILENT', { command: 'sync', waitedMs: entryWaitMs })
      isStub = await syncSeveral(channel, signal)
    }
    context.notice?.(null)
  }
  return { way: 'byHand', isStub }
}

async function syncSeveral(channel: Channel, signal: AbortSignal): Promise<boolean | null> {
  for (let left = syncTries; left > 0; left -= 1) {
    const isStub = await sync(channel, signal)
    if (isStub !== null) return isStub
  }
  return null
}

/** Null: no answer. True: a stub's, which says 0 where the ROM says something. */
export async function sync(channel: Channel, signal: AbortSignal): Promise<boolean | null> {
  const loader = new Loader(channel, signal)
  const first = await loader.exchange('sync', syncFrame, syncWaitMs)
  if (first === null || first.status !== 0) return null
  let isStub = first.value === 0
  for (let left = syncEchoes; left > 0; left -= 1) {
    const echo = await loader.answer('sync', syncWaitMs, [])
    if (echo === null) break
    isStub &&= echo.value === 0
  }
  return isStub
}

/**
 * Starts the firmware by the reset pin; `meanwhile` is done while the pin is held. What the firmware prints is left to
 * those who read the console: a chip with its own USB port does not wait for the pin to be let go.
 */
export async function startByLines(
  channel: Channel,
  way: EntryWay,
  signal: AbortSignal,
  meanwhile: () => Promise<void>,
): Promise<void> {
  for (const [index, { waitMs = 0, ...lines }] of (way === 'usbJtag'
    ? usbJtagStart
    : classicStart
  ).entries()) {
    await channel.link.setSignals(lines)
    if (index === 0) await meanwhile()
    if (index === 0) channel.discard()
    if (waitMs > 0) await channel.settle(waitMs, signal)
  }
}

/** Returns how many bytes arrived meanwhile. */
async function playLines(channel: Channel, steps: readonly LineStep[], signal: AbortSignal): Promise<number> {
  let heardBytes = 0
  for (const { waitMs = 0, ...lines } of steps) {
    if (lines.dtr !== undefined || lines.rts !== undefined) await channel.link.setSignals(lines)
    if (waitMs > 0) heardBytes += await channel.pause(waitMs, signal)
  }
  return heardBytes
}
