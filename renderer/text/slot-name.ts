// How a slot is called on the screen, and its address: places that nobody named have a number, which each language says in
// its own way.
import type { TFunction } from 'i18next'

/** `name` as the station has it: what a person typed, or a number. */
export function slotName(t: TFunction, name: string): string {
  return /^\d+$/.test(name) ? t('slot.numbered', { number: name }) : name
}

/** `lan://10.0.0.7` as people write it. */
export function shownAddress(address: string): string {
  return address.replace(/^lan:\/\//, '')
}
