// Keeps a station's process alive: starts it, starts it again when it ended by itself, gives up when it does so too
// often, hands ports over, ends it. What happens inside is station-program.ts; how a process is started is the caller's.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { HostLogger } from '../host-logger.ts'
import type { KeptStation, PortHolder } from './kept-station.ts'
import { decideAfterCrash } from './restart-policy.ts'
import { type FromStation, fromStationSchema, type OpenOptions, type ToStation } from './station-messages.ts'

/** A started process with runStation() in it. */
export interface StationChild<Port> {
  /** Does nothing when the process is gone. */
  post(message: ToStation, ports?: readonly Port[]): void
  onMessage(listener: (message: unknown) => void): void
  /** Once, however it ended; `facts` for the log: exit code, signal, its last words. */
  onExit(listener: (facts: object) => void): void
  /** At once. */
  kill(): void
}

export interface KeepOptions<Port> {
  readonly start: () => StationChild<Port>
  readonly open: OpenOptions
  /** Monotonic, in ms. */
  readonly now: () => number
  /** How long running jobs may take for their end and their records before the process is killed. */
  readonly closeMs: number
  readonly logger: HostLogger
}

interface WaitingPort<Port> {
  readonly port: Port
  readonly holder: PortHolder
}

/**
 * Resolves when the station is open. What it says when it cannot be opened comes through: DATA_IN_USE, STORE_NEWER,
 * STORE_BROKEN, STORE_FULL, INPUT_INVALID. STATION_CRASHED when its process cannot live.
 */
export async function keepStation<Port extends { close(): void }>(
  options: KeepOptions<Port>,
): Promise<KeptStation<Port>> {
  const { start, open, now, closeMs, logger } = options
  const onRestarted: (() => void)[] = []
  const onGivenUp: ((error: FlashlineError) => void)[] = []
  const opened = Promise.withResolvers<KeptStation<Port>>()
  let child: StationChild<Port> | null = null
  let gone = Promise.withResolvers<void>()
  let state: 'opening' | 'open' | 'down' | 'closing' = 'opening'
  let wasOpen = false
  let waiting: WaitingPort<Port>[] = []
  let crashesMs: readonly number[] = []
  let closing: Promise<void> | null = null
  let onClosed: () => void = () => {}

  startChild()
  return opened.promise

  function startChild(): void {
    const started = start()
    child = started
    gone = Promise.withResolvers<void>()
    state = 'opening'
    started.onMessage((raw) => {
      const { success, data } = fromStationSchema.safeParse(raw)
      if (success) onMessage(started, data)
      else logger.error({ type: typeof raw }, 'the station said what nobody understands')
    })
    started.onExit(onExit)
    started.post({ type: 'open', options: open })
  }

  function onMessage(from: StationChild<Port>, message: FromStation): void {
    if (message.type === 'closed') onClosed()
    if (state !== 'opening') return
    if (message.type === 'failed') {
      giveUp(new FlashlineError(message.code, message.context))
      from.kill()
    }
    if (message.type === 'ready') onReady(from, message.practice)
  }

  function onReady(from: StationChild<Port>, practice: boolean): void {
    state = 'open'
    for (const { port, holder } of waiting.splice(0)) from.post({ type: 'port', holder }, [port])
    if (wasOpen) for (const listener of onRestarted) listener()
    else
      opened.resolve({
        practice,
        connect,
        onRestarted: add(onRestarted),
        onGivenUp: add(onGivenUp),
        close,
      })
    wasOpen = true
  }

  function onExit(facts: object): void {
    child = null
    gone.resolve()
    if (state === 'down' || state === 'closing') return
    const after = decideAfterCrash(crashesMs, now())
    crashesMs = after.crashesMs
    logger.error({ ...facts, crashes: crashesMs.length, again: after.again }, 'the station ended by itself')
    if (after.again) startChild()
    else giveUp(new FlashlineError('STATION_CRASHED', { crashes: crashesMs.length }))
  }

  function giveUp(error: FlashlineError): void {
    state = 'down'
    dropWaiting()
    if (wasOpen) for (const listener of onGivenUp) listener(error)
    else opened.reject(error)
  }

  function connect(port: Port, holder: PortHolder): void {
    if (state === 'open' && child) child.post({ type: 'port', holder }, [port])
    else if (state === 'opening') waiting.push({ port, holder })
    else port.close()
  }

  function dropWaiting(): void {
    for (const { port } of waiting) port.close()
    waiting = []
  }

  function close(): Promise<void> {
    closing ??= end()
    return closing
  }

  async function end(): Promise<void> {
    state = 'closing'
    dropWaiting()
    if (child === null) return
    const closed = new Promise<void>((resolve) => {
      onClosed = resolve
    })
    child.post({ type: 'close' })
    await within(closeMs, [closed, gone.promise])
    child?.kill()
    // One that hangs in the kernel cannot be killed: it must not keep the program.
    await within(killMs, [gone.promise])
  }
}

const killMs = 5_000

/** Until one of them, at most so long. */
async function within(mostMs: number, ends: readonly Promise<void>[]): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, mostMs)
  await Promise.race([...ends, late])
  clearTimeout(timer)
}

const add =
  <Listener>(to: Listener[]) =>
  (listener: Listener): void =>
    void to.push(listener)
