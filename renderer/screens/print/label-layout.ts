// What stands where on a label, in millimetres. Pure: from the settings and the facts of a unit to lines and the squares of a
// code. QR: ISO/IEC 18004 (by uqr), with its quiet zone of four modules, which no line may enter.
import { encode } from 'uqr'
import type { Job } from '../../../preload/contract/model.ts'
import type { LabelSettings } from '../../../preload/contract/scanner.ts'

export type LabelField = LabelSettings['fields'][number]
/** Null: not known of this unit. */
export type LabelFacts = Readonly<Record<LabelField, string | null>>

export interface LabelLine {
  readonly text: string
  readonly xMm: number
  /** Of the line the letters stand on. */
  readonly baselineMm: number
  readonly sizeMm: number
  readonly isTitle: boolean
}

export interface LabelCode {
  readonly text: string
  readonly xMm: number
  readonly yMm: number
  readonly moduleMm: number
  /** Without the quiet zone: dark squares as an SVG path, one unit a module. */
  readonly path: string
  /** Smaller than a hand scanner or a telephone reads reliably. */
  readonly isTooSmall: boolean
}

export interface LabelLayout {
  readonly widthMm: number
  readonly heightMm: number
  readonly lines: readonly LabelLine[]
  readonly code: LabelCode | null
}

const marginMm = 1.2
const largestLineMm = 4.6
const smallestSizeMm = 1.4
/** Of the width, at most. */
const codeShare = 0.42
const quietModules = 4
const readableModuleMm = 0.25

export function factsOf(job: Job): LabelFacts {
  const version = (version: Job['toVersion']) => version.text ?? version.number?.toString() ?? null
  return {
    sn: job.device.sn,
    mac: job.device.mac === null ? null : macOf(job.device.mac),
    deviceId: job.device.deviceId,
    version: version(job.bootedVersion) ?? version(job.toVersion),
    product: job.productId,
    lot: job.lot,
    // The day in the place where it was made, and the same in every language.
    date: job.endedAt === null ? null : dayOf(new Date(job.endedAt)),
  }
}

/** What is printed before a value; a product and a day say themselves. */
const captions: Record<LabelField, string> = {
  sn: 'SN ',
  mac: 'MAC ',
  deviceId: 'ID ',
  version: 'FW ',
  product: '',
  lot: 'LOT ',
  date: '',
}

/** What the code says; null: no code, or nothing known that it could say. */
export function codeText(qr: LabelSettings['qr'], facts: LabelFacts): string | null {
  if (qr === null) return null
  if (qr !== 'all') return facts[qr]
  const said = (['sn', 'mac', 'deviceId', 'version'] as const).flatMap((field) =>
    facts[field] === null ? [] : [`${captions[field].trim()}:${facts[field]}`],
  )
  return said.length === 0 ? null : said.join(';')
}

export function layOut(label: LabelSettings, facts: LabelFacts): LabelLayout {
  const { widthMm, heightMm, title } = label
  const code = layOutCode(codeText(label.qr, facts), widthMm, heightMm)
  const roomMm = (code ? code.xMm - quietModules * code.moduleMm : widthMm - marginMm) - marginMm
  const texts = [
    ...(title.trim() === '' ? [] : [{ text: title.trim(), isTitle: true }]),
    ...label.fields.flatMap((field) =>
      facts[field] === null ? [] : [{ text: captions[field] + facts[field], isTitle: false }],
    ),
  ]
  const lineMm = Math.min(largestLineMm, (heightMm - 2 * marginMm) / Math.max(1, texts.length))
  const topMm = (heightMm - lineMm * texts.length) / 2
  const fitting = (isTitle: boolean) =>
    texts.filter((one) => one.isTitle === isTitle).map(({ text }) => roomMm / widthInEms(text, isTitle))
  // One size for all facts: a label is read at a glance.
  const sizeOf = (isTitle: boolean) =>
    Math.max(Math.min(lineMm * 0.8, smallestSizeMm), Math.min(lineMm * 0.8, ...fitting(isTitle)))
  const lines = texts.map(({ text, isTitle }, index) => {
    const sizeMm = sizeOf(isTitle)
    return {
      text: cut(text, roomMm / sizeMm, isTitle),
      xMm: marginMm,
      baselineMm: round(topMm + lineMm * index + lineMm / 2 + sizeMm * 0.36),
      sizeMm: round(sizeMm),
      isTitle,
    }
  })
  return { widthMm, heightMm, lines, code }
}

/** At the right, as large as it can be, its quiet zone within the label. */
function layOutCode(text: string | null, widthMm: number, heightMm: number): LabelCode | null {
  if (text === null) return null
  const { data, size } = encode(text, { ecc: 'M', border: 0 })
  const sideMm = Math.min(heightMm, widthMm * codeShare)
  const moduleMm = sideMm / (size + 2 * quietModules)
  return {
    text,
    xMm: round(widthMm - sideMm + quietModules * moduleMm),
    yMm: round((heightMm - sideMm) / 2 + quietModules * moduleMm),
    moduleMm,
    path: pathOf(data),
    isTooSmall: moduleMm < readableModuleMm,
  }
}

/** Dark modules that lie side by side are one rectangle: printers leave hairlines between squares. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  let path = ''
  rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue
      const start = x
      while (row[x + 1]) x += 1
      path += `M${start} ${y}h${x - start + 1}v1H${start}z`
    }
  })
  return path
}

/** Rather too wide than too narrow: fonts differ from computer to computer. */
function widthInEms(text: string, isBold: boolean): number {
  let ems = 0
  for (const character of text) {
    if (/[\u2e80-\uffef]/.test(character)) ems += 1
    else if (/[A-Z0-9@%&#mw]/.test(character)) ems += 0.68
    else ems += /[ilj.,:;'| -]/.test(character) ? 0.36 : 0.58
  }
  return isBold ? ems * 1.08 : ems
}

function cut(text: string, ems: number, isBold: boolean): string {
  if (widthInEms(text, isBold) <= ems + 0.01) return text
  let kept = ''
  for (const character of text) {
    if (widthInEms(`${kept}${character}…`, isBold) > ems) break
    kept += character
  }
  return `${kept}…`
}

function macOf(mac: string): string {
  const plain = mac.replace(/[:.-]/g, '').toUpperCase()
  return /^[0-9A-F]{12}$/.test(plain) ? (plain.match(/../g) ?? []).join(':') : mac
}

function dayOf(at: Date): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

const round = (mm: number) => Math.round(mm * 1000) / 1000
