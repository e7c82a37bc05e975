// The rules of signing in: how long a PIN is good, and when an unused session ends. Part of the settings' form.
// data-testid: sign-in-pin-age, sign-in-idle.
import { IconClockShield } from '@tabler/icons-react'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import type { Draft } from '../draft.ts'
import { Section } from '../section.tsx'
import classes from './operators.module.css'

const pinAgesDays = [0, 30, 60, 90, 180, 365]
const idleMinutes = [0, 2, 5, 10, 15, 30, 60, 120, 480]

export interface SignInRulesProps {
  readonly signIn: Draft['signIn']
  readonly change: (signIn: Draft['signIn']) => void
}

export function SignInRules({ signIn, change }: SignInRulesProps) {
  const { t } = useTexts()
  const minutes = (count: number) =>
    count % 60 === 0 ? t('operators.hours', { count: count / 60 }) : t('operators.minutes', { count })
  const options = (usual: readonly number[], set: number, label: (count: number) => string) =>
    [...new Set([...usual, set])]
      .toSorted((one, two) => one - two)
      .map((count) => ({ value: String(count), label: count === 0 ? t('operators.never') : label(count) }))
  return (
    <Section title={t('operators.rules')} icon={<IconClockShield size={20} aria-hidden="true" />}>
      <div className={classes.pins}>
        <Choice
          label={t('operators.pinMaxAge')}
          value={String(signIn.pinMaxAgeDays)}
          options={options(pinAgesDays, signIn.pinMaxAgeDays, (count) => t('operators.days', { count }))}
          testId="sign-in-pin-age"
          onChange={(days) => change({ ...signIn, pinMaxAgeDays: Number(days) })}
        />
        <Choice
          label={t('operators.idle')}
          value={String(signIn.idleMinutes)}
          options={options(idleMinutes, signIn.idleMinutes, minutes)}
          testId="sign-in-idle"
          onChange={(count) => change({ ...signIn, idleMinutes: Number(count) })}
        />
      </div>
      <p className={classes.hint}>{t('operators.rulesHint')}</p>
      <p className={classes.hint}>{t('operators.lostPin')}</p>
    </Section>
  )
}
