// The sounds of the bench, written down as notes: different in rhythm as well as in pitch, so that they are told apart in
// a loud hall and without looking. Data only; played by play-sound.ts.

export const soundKinds = ['pass', 'fail', 'attention', 'scan'] as const
export type SoundKind = (typeof soundKinds)[number]

export interface Note {
  readonly atMs: number
  readonly durationMs: number
  readonly hertz: number
  readonly wave: 'sine' | 'triangle' | 'square'
}

export const scores: Readonly<Record<SoundKind, readonly Note[]>> = {
  // Two, rising, quick.
  pass: [
    { atMs: 0, durationMs: 110, hertz: 784, wave: 'triangle' },
    { atMs: 120, durationMs: 220, hertz: 1175, wave: 'triangle' },
  ],
  // Three, low and long.
  fail: [
    { atMs: 0, durationMs: 230, hertz: 196, wave: 'square' },
    { atMs: 310, durationMs: 230, hertz: 196, wave: 'square' },
    { atMs: 620, durationMs: 420, hertz: 147, wave: 'square' },
  ],
  // Twice two, high and short.
  attention: [
    { atMs: 0, durationMs: 70, hertz: 988, wave: 'sine' },
    { atMs: 110, durationMs: 70, hertz: 988, wave: 'sine' },
    { atMs: 420, durationMs: 70, hertz: 988, wave: 'sine' },
    { atMs: 530, durationMs: 70, hertz: 988, wave: 'sine' },
  ],
  // One tick.
  scan: [{ atMs: 0, durationMs: 45, hertz: 1760, wave: 'sine' }],
}
