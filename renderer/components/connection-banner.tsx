// Says that the picture may be old, or that the station does not know this browser.
import { IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import { errorText } from '../../preload/contract/error-texts.ts'
import { useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './banners.module.css'

export function ConnectionBanner() {
  const { t, language } = useTexts()
  const connection = useStation((state) => state.connection)
  const loaded = useStation((state) => state.picture !== null)
  if (connection === 'lost')
    return (
      <div className={classes.lost} role="alert" data-testid="connection-lost">
        <IconPlugConnectedX size={22} className={classes.pulse} aria-hidden="true" />
        <strong>{t('connection.lost')}</strong>
        {loaded && <span>{t('connection.lostDetail')}</span>}
      </div>
    )
  if (connection === 'unauthorised') {
    const text = errorText({ code: 'NOT_AUTHORISED', context: {} }, language)
    return (
      <div className={classes.lost} role="alert" data-testid="connection-unauthorised">
        <IconLock size={22} aria-hidden="true" />
        <strong>{text.title}.</strong>
        <span>{text.remedy}</span>
      </div>
    )
  }
  return null
}
