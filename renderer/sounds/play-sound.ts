// Plays the sounds of the bench with WebAudio; no files. A browser is silent until somebody has clicked or typed once: until
// then what is due is only noted as held back (sound-setting.ts).
import { isTooSoon, type LastHeard } from './heard-changes.ts'
import { type Note, type SoundKind, scores } from './scores.ts'
import { useSound } from './sound-setting.ts'

export interface Speaker {
  /** Silent when sounds are off, or when this kind was heard just now. */
  play(kind: SoundKind): void
  /** Somebody has touched the page: the browser lets sounds through now. */
  unlock(): void
}

/** `nowMs` and `open` are given by tests. */
export function createSpeaker(
  nowMs: () => number = () => performance.now(),
  open: () => AudioContext = () => new AudioContext(),
): Speaker {
  let context: AudioContext | null = null
  const last: LastHeard = {}
  return {
    play(kind) {
      const { isOn, volume } = useSound.getState()
      if (!isOn || volume === 0 || isTooSoon(last, kind, nowMs())) return
      context ??= open()
      if (context.state !== 'running') {
        useSound.setState({ isBlocked: true })
        return
      }
      last[kind] = nowMs()
      // Ears hear loudness by its square.
      for (const note of scores[kind]) sound(context, note, (volume / 100) ** 2)
    },
    unlock() {
      context ??= open()
      void context.resume().then(
        () => useSound.setState({ isBlocked: false }),
        () => undefined,
      )
    },
  }
}

/** A square wave carries further than a sine of the same height. */
const gains = { sine: 0.9, triangle: 0.8, square: 0.35 } as const
const edgeSeconds = 0.008

function sound(context: AudioContext, { atMs, durationMs, hertz, wave }: Note, volume: number): void {
  const from = context.currentTime + atMs / 1000
  const to = from + durationMs / 1000
  const tone = context.createOscillator()
  const gain = context.createGain()
  tone.type = wave
  tone.frequency.value = hertz
  // Without edges it would click.
  gain.gain.setValueAtTime(0, from)
  gain.gain.linearRampToValueAtTime(volume * gains[wave], from + edgeSeconds)
  gain.gain.setValueAtTime(volume * gains[wave], to - edgeSeconds)
  gain.gain.linearRampToValueAtTime(0, to)
  tone.connect(gain).connect(context.destination)
  tone.start(from)
  tone.stop(to)
}
