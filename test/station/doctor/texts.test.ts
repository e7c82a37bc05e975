// What the doctor says: every finding in both languages, filled with its facts and nothing left open; commands whole.
import { expect, it } from 'vitest'
import { doctorTextsEn } from '../../../preload/contract/doctor-texts-en.ts'
import { doctorTextsZhCn } from '../../../preload/contract/doctor-texts-zh-cn.ts'
import {
  type DoctorFinding,
  type DoctorLine,
  doctorChecks,
  doctorCommand,
  doctorFindings,
  doctorText,
  languages,
} from '../../../preload/contract/index.ts'
import { reportText } from '../../../renderer/screens/settings/diagnostics/report-text.ts'

const findings = Object.keys(doctorFindings) as DoctorFinding[]
const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted()

const lineOf = (finding: DoctorFinding, more: Partial<DoctorLine> = {}): DoctorLine => {
  const { check, verdict } = doctorFindings[finding]
  return { check: check ?? 'system', verdict, finding, facts: {}, error: null, ...more }
}

it.each(findings)('%s names the same facts in both languages, in other words', (finding) => {
  const [en, zh] = [doctorTextsEn[finding], doctorTextsZhCn[finding]]
  expect(placeholders(zh.title + zh.remedy)).toEqual(placeholders(en.title + en.remedy))
  expect(zh.title).toMatch(/\p{Script=Han}/u)
  expect(en.title + en.remedy).not.toMatch(/\p{Script=Han}/u)
  // Where something has to be done, it is said what; where a part failed, the error says it.
  const isSaidByError =
    finding === 'connectionFailed' || finding === 'checkBroken' || finding === 'databaseUnreadable'
  const isToDo = doctorFindings[finding].verdict !== 'pass' && !isSaidByError
  for (const { remedy } of [en, zh]) expect(remedy !== '').toBe(isToDo)
})

it('has a finding of every check that nothing has to be done about', () => {
  const passing = findings.filter((finding) => doctorFindings[finding].verdict === 'pass')
  expect(new Set(passing.map((finding) => doctorFindings[finding].check))).toEqual(new Set(doctorChecks))
})

it('says the words of the part that failed, and what to do then', () => {
  const error = { code: 'CLOUD_TLS' as const, context: { host: 'https://cloud.example' } }
  const facts = {
    connectionId: 'plant',
    host: 'https://cloud.example',
    call: 'login',
    proxy: 'http://proxy:1',
  }
  const line = lineOf('connectionFailed', { facts, error })
  const { title, remedy } = doctorText(line, 'en')
  expect(title).toMatch(/^plant \(https:\/\/cloud\.example\), login, through the proxy http:\/\/proxy:1: \w/)
  expect(remedy.length).toBeGreaterThan(20)
})

it.each(languages)('leaves no placeholder open, and says a command whole: %s', (language) => {
  const command = `chmod 700 '/${'long folder/'.repeat(60)}'`
  const line = lineOf('dataOpen', { facts: { path: '/data', mode: '755', command } })
  expect(doctorCommand(line)).toBe(command)
  const report = {
    at: '2026-03-04T05:06:07.000Z',
    verdict: 'warn' as const,
    lines: [line, lineOf('hubsUntold')],
  }
  const text = reportText(report, language)
  expect(text.split('\n')).toHaveLength(6)
  expect(text).toContain(`\n      ${command}\n`)
  expect(text).not.toMatch(/[{}[\]]/)
})
