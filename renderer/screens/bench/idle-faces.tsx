// A slot without a job: nothing plugged in, or ready to start.
import type { Slot } from '../../../preload/contract/model.ts'
import { useTexts } from '../../text/i18n.ts'
import { CableButton, StartButton } from './slot-buttons.tsx'
import classes from './slot-card.module.css'
import { StateWord } from './state-word.tsx'

export function EmptyFace({ slot }: { slot: Slot }) {
  const { t } = useTexts()
  return (
    <>
      <div className={classes.middle}>
        <StateWord state="empty" />
        <div className={classes.hint}>{t('slot.noDevice')}</div>
      </div>
      <footer className={classes.foot}>
        <CableButton slot={slot} wide />
      </footer>
    </>
  )
}

export function ReadyFace({ slot }: { slot: Slot }) {
  const { t } = useTexts()
  return (
    <>
      <div className={classes.middle}>
        <StateWord state="ready" />
        <div className={classes.hint}>{t('slot.identifyOnStart')}</div>
      </div>
      <footer className={classes.foot}>
        <StartButton slot={slot} />
        <CableButton slot={slot} />
      </footer>
    </>
  )
}
