// Says, until a lead has seen it, that the database was damaged or put back, what was saved and what was lost.
// data-testid: recovery-banner, recovery-seen.
import { IconCheck, IconDatabaseExclamation } from '@tabler/icons-react'
import { useStation } from '../store/station-store.ts'
import { formatDateTime } from '../text/formats.ts'
import { useTexts } from '../text/i18n.ts'
import { ActionButton } from './action-button.tsx'
import classes from './banners.module.css'

export function RecoveryBanner() {
  const { t, language } = useTexts()
  const recovery = useStation((state) => state.picture?.recovery ?? null)
  if (!recovery) return null
  const { cause, backupAt, broughtOver, lost, keptIn } = recovery
  const count = (value: number) => value.toLocaleString(language)
  const facts = [
    backupAt === null
      ? cause === 'damaged' || cause === 'missing'
        ? t('recovery.noBackup')
        : ''
      : t('recovery.backup', { time: formatDateTime(backupAt, language) }),
    broughtOver > 0 ? t('recovery.broughtOver', { count: broughtOver, records: count(broughtOver) }) : '',
    lost === null
      ? ''
      : t(lost === 0 ? 'recovery.lostNone' : 'recovery.lost', { count: lost, records: count(lost) }),
    keptIn === null ? '' : t('recovery.keptIn', { folder: keptIn }),
  ]
  return (
    <div className={classes.recovery} role="alert" data-testid="recovery-banner" data-cause={cause}>
      <IconDatabaseExclamation size={22} aria-hidden="true" />
      <div>
        <strong>{t(`recovery.${cause}`)}</strong> <span>{facts.filter((fact) => fact !== '').join(' ')}</span>
      </div>
      <ActionButton
        testId="recovery-seen"
        label={t('recovery.seen')}
        icon={<IconCheck size={17} aria-hidden="true" />}
        needs="station.seenRecovery"
        ask={(client) => client.station.seenRecovery()}
      />
    </div>
  )
}
