// The bench: what the station is doing, one card per slot, and what has just ended.
import { Button } from '@mantine/core'
import { IconAdjustments } from '@tabler/icons-react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { BenchHeader } from './bench-header.tsx'
import classes from './bench-screen.module.css'
import { RecentJobs } from './recent-jobs.tsx'
import { SlotGrid } from './slot-grid.tsx'

export function BenchScreen() {
  const { t } = useTexts()
  const unset = useStation(
    ({ picture }) =>
      picture !== null &&
      picture.settings.bench === null &&
      Object.values(picture.slots).every((slot) => slot.profileId === null),
  )
  return (
    <>
      <BenchHeader />
      {unset && (
        <div className={classes.unset} role="note" data-testid="bench-unset">
          <IconAdjustments size={22} aria-hidden="true" />
          <span>{t('bench.notSetBanner')}</span>
          <Button component="a" href="#/settings" size="xs">
            {t('bench.openSettings')}
          </Button>
        </div>
      )}
      <div className={classes.columns}>
        <SlotGrid />
        <RecentJobs />
      </div>
    </>
  )
}
