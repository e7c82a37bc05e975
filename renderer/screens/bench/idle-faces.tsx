// A slot without a job: nothing plugged in, or ready to start.
import type { LanFacts } from '../../../preload/contract/lan.ts'
import type { Slot } from '../../../preload/contract/model.ts'
import { useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { formatAgo } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { CableButton, StartButton } from './slot-buttons.tsx'
import classes from './slot-card.module.css'
import { startObstacle } from './start-obstacle.ts'
import { StateWord } from './state-word.tsx'

export interface IdleFaceProps {
  readonly slot: Slot
  /** Too small for buttons and facts. */
  readonly isTile: boolean
}

export function EmptyFace({ slot, isTile }: IdleFaceProps) {
  const { t } = useTexts()
  return (
    <>
      <div className={classes.middle}>
        <StateWord state="empty" />
        {!isTile && <div className={classes.hint}>{t('slot.noDevice')}</div>}
      </div>
      {!isTile && (
        <footer className={classes.foot}>
          <CableButton slot={slot} wide />
        </footer>
      )}
    </>
  )
}

export function ReadyFace({ slot, isTile }: IdleFaceProps) {
  return (
    <>
      <div className={classes.middle}>
        <StateWord state="ready" />
        {!isTile && (
          <div className={classes.hint}>
            <ReadyHint slot={slot} />
          </div>
        )}
      </div>
      {!isTile && (
        <footer className={classes.foot}>
          <StartButton slot={slot} />
          <CableButton slot={slot} />
        </footer>
      )}
    </>
  )
}

/** What comes next here. */
function ReadyHint({ slot }: { slot: Slot }) {
  const { t } = useTexts()
  const obstacle = useStation(({ picture }) => picture && startObstacle(picture, slot))
  if (obstacle === 'scanFirst' || obstacle === 'unarmed' || obstacle === 'otherSlots')
    return <b data-testid="slot-obstacle">{t(`startObstacle.${obstacle}`)}</b>
  return slot.lan ? <LanSeen lan={slot.lan} /> : t('slot.identifyOnStart')
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
