// The seven steps of a job in a row, each with its own shape for what became of it.
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import { stepTexts } from '../../preload/contract/error-texts.ts'
import type { Step, StepName } from '../../preload/contract/model.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './step-track.module.css'

export const stepOrder = Object.keys(stepTexts) as StepName[]

export type StepLook = Step['outcome'] | 'pending'

export function StepTrack({ steps }: { steps: readonly Step[] }) {
  const { t, language } = useTexts()
  return (
    <ol className={classes.track} aria-label={t('slot.steps')}>
      {stepOrder.map((name) => {
        const look: StepLook = steps.find((step) => step.name === name)?.outcome ?? 'pending'
        const said = `${stepTexts[name][language].name}: ${t(`stepOutcome.${look}`)}`
        return (
          <li key={name} className={classes.step} data-look={look} title={said}>
            <span className="fl-hidden">{said}</span>
            <StepMark look={look} />
          </li>
        )
      })}
    </ol>
  )
}

export function StepMark({ look }: { look: StepLook }) {
  return (
    <span className={classes.mark} data-look={look} aria-hidden="true">
      {look === 'passed' && <IconCheck size={13} stroke={3.5} />}
      {look === 'skipped' && <IconMinus size={13} stroke={3} />}
      {(look === 'failed' || look === 'cancelled' || look === 'interrupted') && (
        <IconX size={13} stroke={3.5} />
      )}
    </span>
  )
}
