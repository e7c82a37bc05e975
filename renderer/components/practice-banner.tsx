// Says, as long as it lasts, that nothing here is real.
import { IconFlask } from '@tabler/icons-react'
import { useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './banners.module.css'

export function PracticeBanner() {
  const { t } = useTexts()
  const practice = useStation((state) => state.picture?.practice ?? false)
  if (!practice) return null
  return (
    <div className={classes.practice} role="note" data-testid="practice-banner">
      <IconFlask size={20} stroke={2.2} aria-hidden="true" />
      <strong>{t('practice.title')}</strong>
      <span>{t('practice.text')}</span>
    </div>
  )
}
