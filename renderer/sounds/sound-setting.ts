// How loud the sounds of this browser are, remembered here; and whether the browser holds them back.
import { create } from 'zustand'

const storageKey = 'flashline.sound'

export interface SoundSetting {
  readonly isOn: boolean
  /** 0 to 100. */
  readonly volume: number
}

interface SoundStore extends SoundSetting {
  /** A sound was due, and the browser wants a click first. */
  readonly isBlocked: boolean
}

const first: SoundSetting = { isOn: true, volume: 60 }

export const useSound = create<SoundStore>()(() => ({ ...first, isBlocked: false }))

/** `on 60`, as it is stored; anything else is how it was at first. */
export function readSetting(stored: string | null): SoundSetting {
  const [, word, digits] = /^(on|off) (\d{1,3})$/.exec(stored ?? '') ?? []
  const volume = Number(digits)
  return word === undefined || volume > 100 ? first : { isOn: word === 'on', volume }
}

export function loadSound(): void {
  try {
    useSound.setState(readSetting(localStorage.getItem(storageKey)))
  } catch {
    // A browser that stores nothing begins anew each time.
  }
}

export function setSound(setting: SoundSetting): void {
  useSound.setState(setting)
  try {
    localStorage.setItem(storageKey, `${setting.isOn ? 'on' : 'off'} ${setting.volume}`)
  } catch {
    // It holds until the page is closed.
  }
}
