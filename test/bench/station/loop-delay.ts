// Loaded into the station before its own program: measures how late its event loop is, and tells it to whoever started it,
// once per message. Does not keep it alive, and ends it when the one who started it has ended; changes nothing else there.
import { monitorEventLoopDelay } from 'node:perf_hooks'

/** In ms, since the question before. A loop that is never late shows about one: the resolution. */
export interface LoopDelay {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
process.on('message', () => {
  const ms = (nanoseconds: number) => nanoseconds / 1e6
  const said: LoopDelay = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) }
  process.send?.(said)
  delay.reset()
})
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'))
process.channel?.unref()
