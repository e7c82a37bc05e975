// The rollouts: those under way, else the last one; the earlier ones folded. data-testid: rollouts-earlier.
import { useState } from 'react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './lan-screen.module.css'
import { isOver } from './rollout-facts.ts'
import { RolloutPanel } from './rollout-panel.tsx'

export function Rollouts() {
  const { t } = useTexts()
  const rollouts = useStation((state) => state.picture?.rollouts)
  const [unfolded, setUnfolded] = useState(false)
  if (!rollouts || rollouts.length === 0) return null
  const live = rollouts.filter((rollout) => !isOver(rollout))
  const open = live.length > 0 ? live : rollouts.slice(0, 1)
  const earlier = rollouts.filter((rollout) => !open.includes(rollout))
  return (
    <div className={classes.rollouts}>
      {open.map((rollout) => (
        <RolloutPanel key={rollout.rolloutId} rollout={rollout} />
      ))}
      {earlier.length > 0 && (
        <details
          className={classes.earlier}
          data-testid="rollouts-earlier"
          onToggle={(event) => setUnfolded(event.currentTarget.open)}
        >
          <summary>{t('rollout.earlier', { count: earlier.length })}</summary>
          <div className={classes.folded}>
            {unfolded && earlier.map((rollout) => <RolloutPanel key={rollout.rolloutId} rollout={rollout} />)}
          </div>
        </details>
      )}
    </div>
  )
}
