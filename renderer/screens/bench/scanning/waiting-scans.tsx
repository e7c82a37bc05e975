// Serial numbers that were scanned and wait for their unit, each with a way to forget it.
// data-testid: scan-waiting (data-sn), scan-forget.
import { CloseButton } from '@mantine/core'
import { IconBarcode } from '@tabler/icons-react'
import type { Scan } from '../../../../preload/contract/work-order.ts'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { slotName } from '../../../text/slot-name.ts'
import { askStation } from '../ask-station.ts'
import classes from './scanning.module.css'

const none: readonly Scan[] = []

export function WaitingScans() {
  const { t } = useTexts()
  const scans = useStation(({ picture }) => picture?.scans ?? none)
  const slots = useStation(({ picture }) => picture?.slots)
  const may = useMay('scans', 'drop')
  if (scans.length === 0) return null
  return (
    <section className={classes.waiting} aria-label={t('scan.waiting')}>
      <IconBarcode size={20} aria-hidden="true" />
      <b>{t('scan.waiting')}</b>
      <ul>
        {scans.map(({ sn, slotId }) => (
          <li key={sn} className={classes.chip} data-testid="scan-waiting" data-sn={sn}>
            <span className="fl-mono">{sn}</span>
            <span className={classes.chipTarget}>
              {slotId === null ? t('scan.nextBoard') : slotName(t, slots?.[slotId]?.name || slotId)}
            </span>
            {may && (
              <CloseButton
                size={26}
                iconSize={16}
                aria-label={t('scan.forget', { sn })}
                title={t('scan.forget', { sn })}
                data-testid="scan-forget"
                onClick={() => askStation((client) => client.scans.drop({ sn }))}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
