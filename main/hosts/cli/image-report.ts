// What is in a firmware file, for people and as one object for programs. Pure, but for the digests.
import type { Language } from '../../../preload/contract/index.ts'
import { describeImage, type ImageDescription } from '../../firmware/describe-image.ts'
import { Digests } from '../../firmware/digests.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import { formatTexts, imageFactTexts, imageHeadTexts, unplacedText } from './image-texts.ts'
import { memoryMap } from './memory-map.ts'
import { table } from './printable.ts'

export interface ImageReport extends Omit<ImageDescription, 'pieces'> {
  readonly file: string
  readonly sizeBytes: number
  readonly md5: string
  readonly sha256: string
}

/** IMAGE_FORMAT, IMAGE_ADDRESS, IMAGE_OVER_CAP */
export function reportImage(file: string, bytes: Uint8Array): ImageReport {
  const { pieces: _, ...description } = describeImage(bytes)
  const digests = new Digests()
  digests.update(bytes)
  return {
    file,
    sizeBytes: bytes.length,
    ...digests.finish(),
    ...description,
  }
}

/** Facts, then the memory map. */
export function imageLines(report: ImageReport, language: Language): string {
  const { file, format, sizeBytes, md5, sha256, version, chip, entry, facts, regions, isPlaced } = report
  const head = (name: keyof typeof imageHeadTexts) => imageHeadTexts[name][language]
  const rows = [
    [head('file'), file],
    [head('format'), formatTexts[format][language]],
    [head('size'), `${sizeBytes} B`],
    ['MD5', md5],
    ['SHA-256', sha256],
    [head('version'), version],
    [head('chip'), chip],
    [head('entry'), entry === null ? null : hexAddress(entry)],
    ...Object.entries(facts).map(([name, value]) => [
      imageFactTexts[name]?.[language] ?? name,
      value === null ? null : String(value),
    ]),
  ]
  const known = rows.flatMap(([name, value]) => (name && value ? [[name, value]] : []))
  const note = isPlaced ? '' : `${unplacedText[language]}\n`
  return `${table(known)}\n${memoryMap(regions, language)}${note}`
}
