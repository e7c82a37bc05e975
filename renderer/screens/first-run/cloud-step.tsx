// Practise, connect a cloud, or do without one for now.
// data-testid: first-run-plan-<plan>, first-run-next, first-run-skip, and those of connection-form.tsx.
import { Button } from '@mantine/core'
import { IconArrowRight, IconCloud, IconCloudOff, IconFlask } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionButton } from '../../components/action-button.tsx'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { isConnectionChanged } from '../settings/connections/connection-draft.ts'
import { connectionProblemsOf } from '../settings/connections/connection-problems.ts'
import { forgetTests, runTest } from '../settings/connections/connection-tests.ts'
import { ConnectionForm } from './connection-form.tsx'
import classes from './first-run.module.css'
import { type CloudPlan, firstPlan, withConnection, withoutUnsaved, withPlan } from './first-run-draft.ts'
import { StepFrame, type StepProps } from './step-frame.tsx'

const plans = [
  { plan: 'practise', PlanIcon: IconFlask, label: 'practise', detail: 'practiseDetail' },
  { plan: 'connect', PlanIcon: IconCloud, label: 'connect', detail: 'connectDetail' },
  { plan: 'later', PlanIcon: IconCloudOff, label: 'later', detail: 'laterDetail' },
] as const

export function CloudStep(props: StepProps) {
  const { draft, settings, change, save, go } = props
  const { t } = useTexts()
  const practice = useStation((state) => state.picture?.practice ?? false)
  const [plan, setPlan] = useState<CloudPlan>(() => firstPlan(settings, practice))
  const [connection] = draft.connections
  const saved = settings.connections.find(({ connectionId }) => connectionId === connection?.connectionId)
  const unsaved = plan === 'connect' && connection !== undefined && isConnectionChanged(connection, saved)
  const problems = connection ? connectionProblemsOf(connection) : {}
  const choose = (chosen: CloudPlan) => {
    setPlan(chosen)
    if (chosen === 'connect') change(withConnection(draft, 'xlink', t('connections.kind.xlink')))
  }
  const skip = () => {
    change(withoutUnsaved(draft, settings))
    go('product')
  }
  const next = (
    <ActionButton
      key="next"
      testId="first-run-next"
      label={t('firstRun.next')}
      icon={<IconArrowRight size={18} aria-hidden="true" />}
      look="filled"
      size="md"
      ask={async (client) => {
        await save(client, withPlan(draft, plan, settings))
        go(plan === 'practise' ? 'ready' : 'product')
      }}
    />
  )
  const saveAndTest = (
    <ActionButton
      key="save"
      testId="first-run-save-test"
      label={t('firstRun.cloud.save')}
      icon={<IconCloud size={18} aria-hidden="true" />}
      look="filled"
      size="md"
      reason={Object.keys(problems).length > 0 ? t('firstRun.cloud.fixFirst') : null}
      ask={async (client) => {
        if (!connection) return
        const { connectionId } = connection
        const { connections } = await save(client, draft)
        forgetTests([connectionId])
        const stored = connections.find((one) => one.connectionId === connectionId)
        const ask = (input: { connectionId: string }) => client.connections.test(input)
        if (stored) await runTest({ connection: stored, ask, nowMs: Date.now() })
      }}
    />
  )
  return (
    <StepFrame
      step="cloud"
      title={t('firstRun.cloud.title')}
      lead={t('firstRun.cloud.lead')}
      back={() => go('station')}
      buttons={
        <>
          {unsaved && (
            <Button variant="default" size="md" data-testid="first-run-skip" onClick={skip}>
              {t('firstRun.skip')}
            </Button>
          )}
          {unsaved ? saveAndTest : next}
        </>
      }
    >
      <div className={classes.plans} role="radiogroup" aria-label={t('firstRun.cloud.title')}>
        {plans
          .filter((one) => practice || one.plan !== 'practise')
          .map(({ plan: one, PlanIcon, label, detail }) => (
            <label key={one} className={classes.plan}>
              <input
                type="radio"
                name="first-run-plan"
                checked={plan === one}
                data-testid={`first-run-plan-${one}`}
                onChange={() => choose(one)}
              />
              <PlanIcon size={28} stroke={1.6} aria-hidden="true" />
              <b>{t(`firstRun.cloud.${label}`)}</b>
              <span className={classes.planDetail}>{t(`firstRun.cloud.${detail}`)}</span>
            </label>
          ))}
      </div>
      {plan === 'connect' && connection && (
        <ConnectionForm
          draft={connection}
          saved={saved}
          problems={problems}
          change={(part) =>
            change({ connections: [{ ...connection, ...part }, ...draft.connections.slice(1)] })
          }
        />
      )}
    </StepFrame>
  )
}
