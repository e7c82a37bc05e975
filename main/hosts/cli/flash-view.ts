// One job on a terminal or in a pipe. A terminal gets one line that is rewritten while a step runs; a pipe gets one line
// per step and one per ten percent. Both get a last line with the outcome. Made from the contract's events only.
import type { Job, Language, StationEvent, Step } from '../../../preload/contract/index.ts'
import { noticeTexts, stepTexts } from '../../../preload/contract/index.ts'
import { cut, padded, printable } from './printable.ts'
import { durationText, sizeText } from './quantities.ts'
import { left, outcomeTexts, stepOutcomeTexts } from './texts.ts'

export interface FlashViewOptions {
  readonly out: (text: string) => void
  readonly isTerminal: boolean
  readonly columns: () => number
  readonly language: Language
}

type Progress = Extract<StationEvent, { type: 'progress' }>

const barColumns = 12
const nameColumns = 10

/** Returns the listener for the job's events. */
export function createFlashView(options: FlashViewOptions): (event: StationEvent) => void {
  const { out, isTerminal, language } = options
  let shownTenth = 0
  let shownNotice: Job['notice'] = null

  return (event) => {
    if (event.type === 'stepStarted') {
      shownTenth = 0
      if (isTerminal) rewrite(`${stepName(event.step)}${stepTexts[event.step.name][language].doing}`)
    } else if (event.type === 'progress') {
      if (isTerminal) rewrite(progressLine(event, language))
      else sayTenths(event)
    } else if (event.type === 'jobChanged') {
      sayNotice(event.job.notice)
    } else if (event.type === 'stepFinished') {
      print(finishedLine(event.step))
    } else if (event.type === 'jobFinished') {
      print(outcomeLine(event.job, language))
    }
  }

  function rewrite(line: string): void {
    // One column stays free: a full line would make some terminals wrap.
    out(`\r\u001b[2K${cut(printable(line), options.columns() - 1)}`)
  }

  function print(line: string): void {
    out(`${isTerminal ? '\r\u001b[2K' : ''}${printable(line)}\n`)
  }

  function sayTenths({ step, doneBytes, totalBytes }: Progress): void {
    if (totalBytes === null || totalBytes === 0) return
    const tenth = Math.floor((doneBytes * 10) / totalBytes)
    if (tenth <= shownTenth) return
    shownTenth = tenth
    print(`${padded(stepTexts[step][language].name, nameColumns)}${tenth * 10} %`)
  }

  function sayNotice(notice: Job['notice']): void {
    if (notice === shownNotice) return
    shownNotice = notice
    if (notice !== null) print(noticeTexts[notice][language].text)
  }

  function stepName(step: Step): string {
    return padded(stepTexts[step.name][language].name, nameColumns)
  }

  function finishedLine(step: Step): string {
    const parts = [stepOutcomeTexts[step.outcome][language]]
    if (step.doneBytes > 0) parts.push(sizeText(step.doneBytes))
    if (step.endedAt !== null) {
      parts.push(`${((Date.parse(step.endedAt) - Date.parse(step.startedAt)) / 1000).toFixed(1)} s`)
    }
    return stepName(step) + parts.join('  ')
  }
}

/** `Flash  [###---------]  25 %  65.5 kB / 262.0 kB  11.2 kB/s  0:18 left`. Pure. */
export function progressLine(
  progress: Omit<Progress, 'seq' | 'at' | 'type' | 'jobId'>,
  language: Language,
): string {
  const { step, doneBytes, totalBytes, bytesPerSecond } = progress
  const name = padded(stepTexts[step][language].name, nameColumns)
  const rate = bytesPerSecond > 0 ? `  ${sizeText(Math.round(bytesPerSecond))}/s` : ''
  if (totalBytes === null || totalBytes === 0) return `${name}${sizeText(doneBytes)}${rate}`
  const share = Math.min(1, doneBytes / totalBytes)
  const filled = Math.floor(share * barColumns)
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(barColumns - filled)}]`
  const percent = `${String(Math.floor(share * 100)).padStart(3)} %`
  // No rate yet, no promise.
  const remaining =
    bytesPerSecond > 0 ? `  ${durationText((totalBytes - doneBytes) / bytesPerSecond)} ${left[language]}` : ''
  return `${name}${bar} ${percent}  ${sizeText(doneBytes)} / ${sizeText(totalBytes)}${rate}${remaining}`
}

function outcomeLine(job: Job, language: Language): string {
  const version = (text: string | null, number: number | null) =>
    text ?? (number === null ? '?' : String(number))
  const parts = [outcomeTexts[job.outcome][language]]
  const who = job.device.deviceId ?? job.device.mac ?? job.device.sn
  if (who !== null) parts.push(who)
  parts.push(
    `${version(job.fromVersion.text, job.fromVersion.number)} -> ${version(job.toVersion.text, job.toVersion.number)}`,
  )
  if (job.endedAt !== null) {
    parts.push(`${((Date.parse(job.endedAt) - Date.parse(job.startedAt)) / 1000).toFixed(1)} s`)
  }
  return parts.join('  ')
}
