// Makes the sounds of what happens on the bench while somebody looks on, and unlocks them with the first touch of the page.
import { useStation } from '../store/station-store.ts'
import { heardChanges } from './heard-changes.ts'
import { createSpeaker } from './play-sound.ts'
import type { SoundKind } from './scores.ts'

let speaker: ReturnType<typeof createSpeaker> | null = null

/** For what the station's picture does not show: a scan, a try of the volume. */
export function playSound(kind: SoundKind): void {
  speaker?.play(kind)
}

/** Tells which sounds are due, until the returned function is called. */
export function watchChanges(due: (kind: SoundKind) => void): () => void {
  return useStation.subscribe(({ picture, loads }, before) => {
    // A picture that was loaded anew is silent: nobody saw it change.
    if (!picture || !before.picture || picture === before.picture || loads !== before.loads) return
    for (const kind of heardChanges(before.picture, picture)) due(kind)
  })
}

/** Until the returned function is called. */
export function watchSounds(): () => void {
  const mine = createSpeaker()
  speaker = mine
  const unwatch = watchChanges((kind) => mine.play(kind))
  const unlock = () => mine.unlock()
  addEventListener('pointerdown', unlock, { once: true, capture: true })
  addEventListener('keydown', unlock, { once: true, capture: true })
  return () => {
    unwatch()
    removeEventListener('pointerdown', unlock, { capture: true })
    removeEventListener('keydown', unlock, { capture: true })
    if (speaker === mine) speaker = null
  }
}
