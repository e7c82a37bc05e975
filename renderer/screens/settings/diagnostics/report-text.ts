// The doctor's report as text that a person sends to somebody: the same lines as on the screen. Pure.
import type { DoctorReport } from '../../../../preload/contract/doctor.ts'
import {
  doctorCheckTexts,
  doctorCommand,
  doctorText,
  doctorVerdictTexts,
} from '../../../../preload/contract/doctor-texts.ts'
import type { Language } from '../../../../preload/contract/error-texts.ts'

export function reportText({ at, lines }: DoctorReport, language: Language): string {
  const said = lines.map((line) => {
    const { title, remedy } = doctorText(line, language)
    const head = `${doctorVerdictTexts[line.verdict][language]}  ${doctorCheckTexts[line.check][language]}: ${title}`
    const more = [remedy, doctorCommand(line) ?? '']
      .filter((text) => text !== '')
      .map((text) => `      ${text}`)
    return [head, ...more].join('\n')
  })
  return `${[at, ...said].join('\n')}\n`
}
