// One device's upgrade on one line. Pure.
import type { Language, UpgradeProgress } from '../../../preload/contract/index.ts'
import { confirmText, progressTexts, stalledText } from './cloud-texts.ts'
import { printable } from './printable.ts'

/** `upgrading  45 %  default  1.0.0 -> 2.0.1  (not ended in ten minutes)` */
export function upgradeLine(progress: UpgradeProgress, language: Language): string {
  const { state, percent, failure, module, currentVersion, firmwareVersion, description } = progress
  const parts = [progressTexts[state][language]]
  if (percent !== null) parts.push(`${percent} %`)
  if (failure !== null) parts.push(failure)
  parts.push(module, `${currentVersion ?? '?'} -> ${firmwareVersion ?? '?'}`)
  if (description !== '') parts.push(description)
  if (progress.stalled) parts.push(`(${stalledText[language]})`)
  if (progress.needsConfirmation) parts.push(`(${confirmText[language]})`)
  return printable(parts.join('  '))
}
