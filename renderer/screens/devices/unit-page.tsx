// One unit: who it is, how its upgrade stands, and its timeline. data-testid: unit, unit-unread, unit-refresh, unit-lan, unit-push.
import { Button } from '@mantine/core'
import { IconRefresh, IconRouter, IconZoomQuestion } from '@tabler/icons-react'
import type { Unit } from '../../../preload/contract/unit-story.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { formatTime, formatVersion } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { shownAddress } from '../../text/slot-name.ts'
import { lanDeviceOf, versionsOf } from './timeline.ts'
import { type AskedUnit, nameOfUnit, spelledMac } from './unit-address.ts'
import classes from './unit-page.module.css'
import { UnitProgress } from './unit-progress.tsx'
import { UnitTimeline } from './unit-timeline.tsx'
import { isUnderWay, useUnitStory } from './use-unit-story.ts'
import { VersionHistory } from './version-history.tsx'

export function UnitPage({ asked }: { asked: AskedUnit }) {
  const { t } = useTexts()
  const { story, isLoading, failed, reload } = useUnitStory(asked)
  if (!story)
    return (
      <div className={classes.unread} data-testid="unit-unread">
        {failed && <IconZoomQuestion size={64} stroke={1.2} aria-hidden="true" />}
        {failed ? <CallProblem error={failed} /> : t('devices.loading')}
      </div>
    )
  const { unit, jobs } = story
  return (
    <article className={classes.page} aria-labelledby="unit-name" aria-busy={isLoading} data-testid="unit">
      <header className={classes.head}>
        {unit.lastOutcome && (
          <span className={classes.mark} data-outcome={unit.lastOutcome}>
            <StateMark state={unit.lastOutcome} size={26} />
            {t(`state.${unit.lastOutcome}`)}
          </span>
        )}
        <h2 id="unit-name" className="fl-mono">
          {nameOfUnit(unit)}
        </h2>
        <Button
          variant="default"
          size="sm"
          leftSection={<IconRefresh size={17} aria-hidden="true" />}
          data-testid="unit-refresh"
          onClick={reload}
        >
          {t('devices.refresh')}
        </Button>
      </header>
      {failed && <CallProblem error={failed} />}
      <UnitFacts unit={unit} />
      <div className={classes.columns}>
        <UnitTimeline jobs={jobs} otaLogs={story.otaLogs} />
        <div className={classes.side}>
          <UnitProgress progress={story.progress} isLive={isUnderWay(story)} />
          <VersionHistory versions={versionsOf(jobs)} />
        </div>
      </div>
    </article>
  )
}

function UnitFacts({ unit }: { unit: Unit }) {
  const { t, language } = useTexts()
  const products = useStation((state) => state.picture?.settings.products)
  const lanDevices = useStation((state) => state.picture?.lanDevices)
  const mayPush = useMay('rollouts', 'start')
  const lan = lanDeviceOf(unit, Object.values(lanDevices ?? {}))
  const product = products?.find(({ productId }) => productId === unit.productId)?.name || unit.productId
  const facts = [
    ['sn', unit.sn],
    ['deviceId', unit.deviceId],
    ['mac', spelledMac(unit.mac)],
    ['product', product],
    ['version', formatVersion(unit.version)],
    ['lastSeen', unit.lastSeenAt ? formatTime(unit.lastSeenAt, language) : t('devices.neverSeen')],
  ] as const
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{t(`devices.fact.${name}`)}</dt>
          <dd title={value ?? undefined}>{value ?? t('devices.unknown')}</dd>
        </div>
      ))}
      {lan && (
        <div data-testid="unit-lan">
          <dt>{t('devices.fact.lan')}</dt>
          <dd>
            <span className="fl-mono">{shownAddress(lan.address)}</span>{' '}
            {t(lan.present ? 'devices.present' : 'devices.away')}
            {mayPush && (
              <a href="#/lan" className={classes.push} data-testid="unit-push">
                <IconRouter size={15} aria-hidden="true" /> {t('devices.push')}
              </a>
            )}
          </dd>
        </div>
      )}
    </dl>
  )
}
