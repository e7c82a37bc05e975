// A slot without a job: nothing plugged in, or ready to start.
import type { LanFacts } from '../../../preload/contract/lan.ts'
import type { Slot } from '../../../preload/contract/model.ts'
import { useNow } from '../../store/use-now.ts'
import { formatAgo } from '../../text/formats.ts'
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
        <div className={classes.hint}>
          {slot.lan ? <LanSeen lan={slot.lan} /> : t('slot.identifyOnStart')}
        </div>
      </div>
      <footer className={classes.foot}>
        <StartButton slot={slot} />
        <CableButton slot={slot} />
      </footer>
    </>
  )
}

/** `1.4.0 · seen 12 seconds ago` */
function LanSeen({ lan: { version, lastSeenAt } }: { lan: LanFacts }) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  const seen =
    lastSeenAt === null
      ? t('slot.neverSeen')
      : t('slot.seen', { time: formatAgo(Date.parse(lastSeenAt), nowMs, language) })
  return version === null ? seen : `${version} · ${seen}`
}
