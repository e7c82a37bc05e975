// Who the unit on a slot is, below the slot's name. data-testid: slot-unit, slot-scanned, slot-unit-more.
import { IconBarcode } from '@tabler/icons-react'
import type { Job, Slot } from '../../../preload/contract/model.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './slot-card.module.css'
import { unitNames } from './unit-names.ts'

export function UnitFacts({ slot, job }: { slot: Slot; job: Job | undefined }) {
  const { t, language } = useTexts()
  const { first, scannedSn, more } = unitNames(slot, job, language)
  return (
    <>
      {scannedSn !== null && (
        <div
          className={classes.device}
          title={t('scan.scanned', { sn: scannedSn })}
          data-testid="slot-scanned"
        >
          <IconBarcode size="1.2em" role="img" aria-label={t('scan.scannedLabel')} /> {scannedSn}
        </div>
      )}
      {first !== null && (
        <div
          className={classes.device}
          title={first}
          data-testid="slot-unit"
          data-second={scannedSn !== null}
        >
          {first}
        </div>
      )}
      {more.length > 0 && (
        <div className={classes.more} title={more.join('\n')} data-testid="slot-unit-more">
          {more.join(' · ')}
        </div>
      )}
    </>
  )
}
