// From version -> to version, as far as they are known.
import { IconArrowNarrowRight } from '@tabler/icons-react'
import type { Job } from '../../preload/contract/model.ts'
import { formatVersion } from '../text/formats.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './versions.module.css'

export function Versions({ job }: { job: Pick<Job, 'fromVersion' | 'toVersion'> }) {
  const { t } = useTexts()
  const from = formatVersion(job.fromVersion)
  const to = formatVersion(job.toVersion)
  if (from === null && to === null) return null
  const shownFrom = from ?? t('slot.versionUnknown')
  const said =
    to === null ? t('slot.fromOnly', { from: shownFrom }) : t('slot.fromTo', { from: shownFrom, to })
  return (
    <span className={classes.versions}>
      <span className="fl-hidden">{said}</span>
      <span aria-hidden="true">{shownFrom}</span>
      {to !== null && (
        <>
          <IconArrowNarrowRight size="1.15em" aria-hidden="true" />
          <span aria-hidden="true">{to}</span>
        </>
      )}
    </span>
  )
}
