// What a file was recognised as, in words. Pure.
import type { TFunction } from 'i18next'

const formats = [
  'raw',
  'intelHex',
  'sRecord',
  'elf',
  'uf2',
  'espApp',
  'espMerged',
  'mcuboot',
  'unknown',
] as const

/** A format that this version has no word for keeps the station's name. */
export function formatWord(format: string, t: TFunction): string {
  const known = formats.find((one) => one === format)
  return known ? t(`firmware.format.${known}`) : format
}

interface Recognised {
  readonly format: string
  readonly chip?: unknown
  readonly version?: unknown
}

/** `ESP image · esp32c3 · 2.0.1.`; empty when nothing is known. */
export function recognisedText({ format, chip, version }: Recognised, t: TFunction): string {
  const words = [format && formatWord(format, t), chip, version].filter(
    (word) => typeof word === 'string' && word !== '',
  )
  return words.length === 0 ? '' : t('app.sentence', { text: words.join(' · ') })
}

const facts = [
  'project',
  'built',
  'idf',
  'elfSha256',
  'flash',
  'minRevision',
  'maxRevision',
  'hash',
  'app',
  'signature',
  'encrypted',
  'securityCounter',
  'loadAddress',
  'paddingBytes',
  'trailingBytes',
  'machine',
  'byteOrder',
  'header',
  'family',
  'description',
  'notFlashedBlocks',
  'regionCount',
] as const

/** What a format calls it where there is no word. */
export function factWord(name: string, t: TFunction): string {
  const known = facts.find((one) => one === name)
  return known ? t(`firmware.fact.${known}`) : name
}
