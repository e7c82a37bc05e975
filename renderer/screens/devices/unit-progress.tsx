// How far the unit's upgrade is, as its cloud says it. data-testid: unit-progress (data-state).
import { Progress } from '@mantine/core'
import type { UpgradeProgress } from '../../../preload/contract/cloud-model.ts'
import type { UnitStory } from '../../../preload/contract/unit-story.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { formatPercent } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './unit-page.module.css'
import { useConnectionName } from './use-connection-name.ts'

export interface UnitProgressProps {
  readonly progress: UnitStory['progress']
  /** It is asked again and again. */
  readonly isLive: boolean
}

export function UnitProgress({ progress, isLive }: UnitProgressProps) {
  const { t } = useTexts()
  const nameOf = useConnectionName()
  return (
    <section
      className={classes.panel}
      aria-labelledby="unit-progress"
      data-testid="unit-progress"
      data-state={progress.state}
    >
      <div className={classes.panelHead}>
        <h3 id="unit-progress">{t('devices.progress.title')}</h3>
        {progress.state !== 'unset' && progress.connectionId && (
          <span className={classes.quiet}>
            {t('devices.progress.via', { connection: nameOf(progress.connectionId) })}
          </span>
        )}
      </div>
      {progress.state === 'unset' && <p className={classes.quiet}>{t('devices.progress.unset')}</p>}
      {progress.state === 'failed' && <CallProblem error={progress.error} />}
      {progress.state === 'answered' && progress.value === null && (
        <p className={classes.quiet}>{t('devices.progress.none')}</p>
      )}
      {progress.state === 'answered' && progress.value !== null && (
        <Upgrade upgrade={progress.value} isLive={isLive} />
      )}
    </section>
  )
}

function Upgrade({ upgrade, isLive }: { upgrade: UpgradeProgress; isLive: boolean }) {
  const { t, language } = useTexts()
  const { state, percent, currentVersion, firmwareVersion, failure, stalled, needsConfirmation } = upgrade
  return (
    <>
      <div className={classes.state} data-state={state} data-testid="unit-progress-state">
        <span>{t(`devices.progress.${state}`)}</span>
        {percent !== null && <span>{formatPercent(percent, 100, language)}</span>}
      </div>
      {percent !== null && (
        <Progress
          size="lg"
          value={percent}
          aria-label={t('devices.progress.percent')}
          {...(state === 'succeeded' ? { color: 'var(--fl-pass)' } : {})}
        />
      )}
      {firmwareVersion !== null && (
        <p>
          {currentVersion === null
            ? t('devices.progress.to', { version: firmwareVersion })
            : t('devices.progress.fromTo', { from: currentVersion, to: firmwareVersion })}
        </p>
      )}
      {failure !== null && <p>{t(`devices.progress.failure.${failure}`)}</p>}
      {stalled && <p className={classes.warn}>{t('devices.progress.stalled')}</p>}
      {needsConfirmation && <p className={classes.warn}>{t('devices.progress.needsConfirmation')}</p>}
      <p className={classes.quiet}>
        {[
          t('devices.progress.module', { module: upgrade.module }),
          upgrade.description,
          isLive && t('devices.progress.live'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </>
  )
}
