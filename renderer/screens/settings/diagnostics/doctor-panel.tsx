// "Check this computer": what the station's doctor found, the worst on top, each with what to do and the command for it.
// data-testid: doctor-run, doctor-report (data-verdict), doctor-line (data-finding, data-verdict), doctor-copy, doctor-copied.
import {
  type Icon,
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCopy,
  IconSquareXFilled,
  IconStethoscope,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { DoctorReport } from '../../../../preload/contract/doctor.ts'
import { type DoctorVerdict, doctorVerdicts } from '../../../../preload/contract/doctor-findings.ts'
import {
  doctorCheckTexts,
  doctorCommand,
  doctorText,
  doctorVerdictTexts,
} from '../../../../preload/contract/doctor-texts.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import classes from './doctor.module.css'
import { reportText } from './report-text.ts'
import { saveFile } from './save-file.ts'

const shapes: Record<DoctorVerdict, Icon> = {
  pass: IconCircleCheckFilled,
  warn: IconAlertTriangleFilled,
  fail: IconSquareXFilled,
}

export function DoctorPanel() {
  const { t, language } = useTexts()
  const [report, setReport] = useState<DoctorReport | null>(null)
  const [copied, setCopied] = useState<'copied' | 'kept' | null>(null)
  return (
    <Section
      title={t('doctor.title')}
      icon={<IconStethoscope size={20} aria-hidden="true" />}
      className={classes.section}
    >
      <p className={classes.lead}>{t('doctor.lead')}</p>
      <div className={classes.actions}>
        <ActionButton
          testId="doctor-run"
          label={t(report === null ? 'doctor.run' : 'doctor.again')}
          icon={<IconStethoscope size={18} aria-hidden="true" />}
          look={report === null ? 'filled' : 'default'}
          size="md"
          ask={async (client) => {
            setCopied(null)
            setReport(await client.diagnostics.doctor())
          }}
        />
        {report && (
          <ActionButton
            testId="doctor-copy"
            label={t('doctor.copy')}
            icon={<IconCopy size={18} aria-hidden="true" />}
            size="md"
            ask={async () => {
              const text = reportText(report, language)
              try {
                await navigator.clipboard.writeText(text)
                setCopied('copied')
              } catch {
                // Not over plain HTTP from another computer: then it becomes a file.
                saveFile('flashline-doctor.txt', new TextEncoder().encode(text), 'text/plain')
                setCopied('kept')
              }
            }}
          />
        )}
        <span role="status" data-testid="doctor-copied">
          {copied && t(`doctor.${copied}`)}
        </span>
      </div>
      {report && <ReportLines report={report} />}
    </Section>
  )
}

function ReportLines({ report }: { report: DoctorReport }) {
  const { language } = useTexts()
  const lines = report.lines.toSorted(
    (one, two) => doctorVerdicts.indexOf(two.verdict) - doctorVerdicts.indexOf(one.verdict),
  )
  return (
    <ul className={classes.lines} data-testid="doctor-report" data-verdict={report.verdict}>
      {lines.map((line) => {
        const { check, verdict, finding, facts } = line
        const { title, remedy } = doctorText(line, language)
        const command = doctorCommand(line)
        const Shape = shapes[verdict]
        return (
          <li
            key={`${finding} ${JSON.stringify(facts)}`}
            className={classes.line}
            data-testid="doctor-line"
            data-finding={finding}
            data-verdict={verdict}
          >
            <Shape size={18} aria-hidden="true" />
            <div>
              <b>
                <span className="fl-hidden">{doctorVerdictTexts[verdict][language]} </span>
                {doctorCheckTexts[check][language]}
              </b>{' '}
              {title}
              {remedy && <p>{remedy}</p>}
              {command && <code>{command}</code>}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
