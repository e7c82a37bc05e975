// One rollout: what it has come to, large enough for two metres; what a person can do about it; and every device of it.
// data-testid: rollout-panel, rollout-state, rollout-count-<group>, rollout-pause, -resume, -stop, -cancel, -cancel-anyway,
// -keep, -retry.
import { Button } from '@mantine/core'
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRefresh,
  IconX,
} from '@tabler/icons-react'
import { useState } from 'react'
import type { Rollout } from '../../../preload/contract/lan.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useStation } from '../../store/station-store.ts'
import { formatDuration, formatTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './rollout.module.css'
import { countGroups, isOver, orderedItems, retryCount, rolloutGroups } from './rollout-facts.ts'
import { RolloutRow } from './rollout-row.tsx'

export function RolloutPanel({ rollout }: { rollout: Rollout }) {
  const { t } = useTexts()
  const counts = countGroups(rollout)
  const total = rollout.items.length
  return (
    <section className={classes.panel} data-testid="rollout-panel" data-state={rollout.state}>
      <header className={classes.head}>
        <div>
          <h2 data-testid="rollout-state">{stateText(rollout, t)}</h2>
          <Circumstances rollout={rollout} />
        </div>
        <RolloutButtons rollout={rollout} />
      </header>
      <ul className={classes.counts}>
        {rolloutGroups.map((group) => (
          <li
            key={group}
            data-group={group}
            data-none={counts[group] === 0}
            data-testid={`rollout-count-${group}`}
          >
            <b className={classes.number}>{counts[group]}</b>
            <span>{t(`rollout.group.${group}`)}</span>
          </li>
        ))}
      </ul>
      <svg
        className={classes.bar}
        viewBox="0 0 1000 10"
        preserveAspectRatio="none"
        role="img"
        aria-label={t('rollout.bar', { passed: counts.passed, total })}
      >
        {segments(
          rolloutGroups.map((group) => [group, counts[group]] as const),
          total,
        ).map(({ group, x, width }) => (
          <rect key={group} data-group={group} x={x} y={0} width={width} height={10} />
        ))}
      </svg>
      <ul className={classes.items}>
        {orderedItems(rollout).map((item) => (
          <RolloutRow key={item.slotId} item={item} />
        ))}
      </ul>
    </section>
  )
}

/** When, how many, and whether it is another try. */
function Circumstances({ rollout }: { rollout: Rollout }) {
  const { t, language } = useTexts()
  const { startedAt, endedAt, items, retryOf } = rollout
  const tookMs = endedAt === null ? null : Date.parse(endedAt) - Date.parse(startedAt)
  const facts = [
    formatTime(startedAt, language),
    tookMs === null ? '' : t('slot.took', { time: formatDuration(tookMs, language) }),
    t('lan.total', { count: items.length }),
    retryOf === null ? '' : t('rollout.isRetry'),
  ]
  return <div className={classes.circumstances}>{facts.filter((fact) => fact !== '').join(' · ')}</div>
}

function RolloutButtons({ rollout }: { rollout: Rollout }) {
  const { t } = useTexts()
  const [asking, setAsking] = useState(false)
  const { rolloutId, state } = rollout
  // Once tried again, they are the later rollout's.
  const isRetried = useStation(({ picture }) => picture?.rollouts.some((one) => one.retryOf === rolloutId))
  const again = isRetried ? 0 : retryCount(rollout)
  const { running } = countGroups(rollout)
  if (asking && running > 0)
    return (
      <div className={classes.question} role="alert">
        <span>{t('rollout.cancelQuestion', { count: running })}</span>
        <ActionButton
          testId="rollout-cancel-anyway"
          needs="rollouts.stop"
          label={t('rollout.cancelAnyway')}
          icon={<IconX size={17} aria-hidden="true" />}
          className={classes.danger}
          ask={async (client) => {
            await client.rollouts.stop({ rolloutId, cancel: true })
            setAsking(false)
          }}
        />
        <Button variant="default" data-testid="rollout-keep" onClick={() => setAsking(false)}>
          {t('rollout.keep')}
        </Button>
      </div>
    )
  return (
    <div className={classes.buttons}>
      {state === 'running' && (
        <ActionButton
          testId="rollout-pause"
          needs="rollouts.pause"
          label={t('rollout.pause')}
          icon={<IconPlayerPauseFilled size={17} aria-hidden="true" />}
          ask={(client) => client.rollouts.pause({ rolloutId })}
        />
      )}
      {state === 'paused' && (
        <ActionButton
          testId="rollout-resume"
          needs="rollouts.resume"
          label={t('rollout.resume')}
          icon={<IconPlayerPlayFilled size={17} aria-hidden="true" />}
          look="filled"
          ask={(client) => client.rollouts.resume({ rolloutId })}
        />
      )}
      {(state === 'running' || state === 'paused') && (
        <ActionButton
          testId="rollout-stop"
          needs="rollouts.stop"
          label={t('rollout.stop')}
          icon={<IconPlayerStopFilled size={17} aria-hidden="true" />}
          ask={(client) => client.rollouts.stop({ rolloutId })}
        />
      )}
      {!isOver(rollout) && running > 0 && (
        <Button
          variant="default"
          leftSection={<IconX size={17} aria-hidden="true" />}
          data-testid="rollout-cancel"
          onClick={() => setAsking(true)}
        >
          {t('rollout.cancel')}
        </Button>
      )}
      {again > 0 && (
        <ActionButton
          testId="rollout-retry"
          needs="rollouts.retryFailed"
          label={t('rollout.retry', { count: again })}
          icon={<IconRefresh size={17} aria-hidden="true" />}
          look="filled"
          ask={(client) => client.rollouts.retryFailed({ rolloutId })}
        />
      )}
    </div>
  )
}

function stateText(rollout: Rollout, t: ReturnType<typeof useTexts>['t']): string {
  const { state, stage, stoppedBy, plan } = rollout
  if (state === 'paused') return t('rollout.paused')
  if (state === 'stopped') return t(`rollout.stoppedBy.${stoppedBy ?? 'operator'}`)
  if (state === 'ended') return t(retryCount(rollout) === 0 ? 'rollout.allPassed' : 'rollout.ended')
  if (stage === 'first') return t('rollout.first', { count: plan.firstCount })
  return t(plan.firstCount === 0 ? 'rollout.atOnce' : 'rollout.rest')
}

function segments<Group extends string>(parts: readonly (readonly [Group, number])[], total: number) {
  let x = 0
  return parts.flatMap(([group, count]) => {
    if (count === 0) return []
    const width = (1000 * count) / total
    const segment = { group, x, width }
    x += width
    return [segment]
  })
}
