// Says, as long as it lasts, that the disk is too full for anything new. data-testid: disk-banner.
import { IconDatabaseExclamation } from '@tabler/icons-react'
import { useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './banners.module.css'

const megabyte = 1024 * 1024

export function DiskBanner() {
  const { t, language } = useTexts()
  const disk = useStation((state) => state.picture?.disk)
  if (!disk?.isShort) return null
  const { freeBytes } = disk
  const left = freeBytes === null ? null : Math.floor(freeBytes / megabyte).toLocaleString(language)
  return (
    <div className={classes.lost} role="alert" data-testid="disk-banner">
      <IconDatabaseExclamation size={20} aria-hidden="true" />
      <strong>{left === null ? t('disk.full') : t('disk.left', { megabytes: left })}</strong>
      <span>{t('disk.text')}</span>
    </div>
  )
}
