// Before selected devices are updated: what they are flashed as, and in which order. data-testid: plan-profile,
// plan-product, plan-first, plan-max-failed, plan-limit, plan-limit-ap, plan-downgrade, plan-tag, rollout-start,
// lan-place-confirm, plan-close.
import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconPlayerPlayFilled, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { CallError } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { CallProblem } from '../../components/call-problem.tsx'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from '../settings/choice.tsx'
import classes from './lan-form.module.css'
import {
  type Chosen,
  type FlashedAs,
  type PlanDraft,
  type PlanField,
  placementsOf,
  planFields,
  planOf,
  unknownCount,
  usualPlan,
  wrongFields,
} from './plan-draft.ts'

const testIds: Record<PlanField, string> = {
  firstCount: 'plan-first',
  maxFailed: 'plan-max-failed',
  limit: 'plan-limit',
  limitPerAccessPoint: 'plan-limit-ap',
}

export interface PlanFormProps {
  readonly chosen: readonly Chosen[]
  /** Only on the bench: nothing is started. */
  readonly placeOnly: boolean
  readonly onDone: () => void
  readonly onClose: () => void
}

export function PlanForm({ chosen, placeOnly, onDone, onClose }: PlanFormProps) {
  const { t } = useTexts()
  const bench = useStation((state) => state.picture?.settings.bench ?? null)
  const [plan, setPlan] = useState<PlanDraft>(usualPlan)
  const [typed, setTyped] = useState<FlashedAs>({ profileId: '', productId: '' })
  const [failed, setFailed] = useState<CallError | null>(null)
  const count = chosen.length
  const wrong = placeOnly ? [] : wrongFields(plan)
  const unknown = unknownCount(chosen)
  const noProfile = unknown > 0 && typed.profileId === '' && bench === null
  const reason =
    count === 0
      ? t('lan.plan.none')
      : noProfile
        ? t('lan.plan.needsProfile', { count: unknown })
        : wrong.length > 0
          ? t('settings.fixFirst')
          : null
  const run = async (client: StationClient) => {
    const devices = placementsOf(chosen, typed)
    const placed = devices.length === 0 ? [] : await client.lan.place({ devices })
    const slotIds = new Map(placed.map(({ slotId }, index) => [devices[index]?.identity, slotId]))
    if (!placeOnly)
      await client.rollouts.start({
        // In the order of the list: the first ones go first.
        slotIds: chosen.flatMap(({ device }) => slotIds.get(device.identity) ?? device.slotId ?? []),
        plan: planOf(plan),
      })
    onDone()
  }
  return (
    <section className={classes.form} aria-label={t('lan.plan.title', { count })}>
      <h2>{t(placeOnly ? 'lan.plan.placeTitle' : 'lan.plan.title', { count })}</h2>
      <div className={classes.fields} data-few={placeOnly}>
        <FlashedAsFields typed={typed} unknown={unknown} onChange={setTyped} />
        {!placeOnly &&
          planFields.map((field) => (
            <TextInput
              key={field}
              label={t(`lan.plan.${field}`)}
              description={t(`lan.plan.${field}Hint`)}
              inputWrapperOrder={['label', 'input', 'error', 'description']}
              value={plan[field]}
              inputMode="numeric"
              maxLength={4}
              data-testid={testIds[field]}
              error={wrong.includes(field) ? t('lan.plan.wrongNumber') : undefined}
              onChange={(event) => setPlan({ ...plan, [field]: event.currentTarget.value })}
            />
          ))}
      </div>
      {!placeOnly && (
        <div className={classes.ticks}>
          <Checkbox
            label={t('orders.allowDowngrade')}
            checked={plan.downgrade === 'allow'}
            data-testid="plan-downgrade"
            onChange={(event) =>
              setPlan({ ...plan, downgrade: event.currentTarget.checked ? 'allow' : 'refuse' })
            }
          />
          <Checkbox
            label={t('orders.allowTest')}
            checked={plan.tag === 'test'}
            data-testid="plan-tag"
            onChange={(event) => setPlan({ ...plan, tag: event.currentTarget.checked ? 'test' : 'formal' })}
          />
        </div>
      )}
      <div className={classes.buttons}>
        <ActionButton
          testId={placeOnly ? 'lan-place-confirm' : 'rollout-start'}
          needs={placeOnly ? 'lan.place' : 'rollouts.start'}
          label={t(placeOnly ? 'lan.place' : 'lan.plan.start', { count })}
          icon={
            placeOnly ? (
              <IconPlus size={17} aria-hidden="true" />
            ) : (
              <IconPlayerPlayFilled size={17} aria-hidden="true" />
            )
          }
          look="filled"
          reason={reason}
          ask={run}
          onFailed={setFailed}
        />
        <Button variant="default" data-testid="plan-close" onClick={onClose}>
          {t('app.close')}
        </Button>
        <CallProblem error={failed} />
      </div>
    </section>
  )
}

interface FlashedAsFieldsProps {
  readonly typed: FlashedAs
  readonly unknown: number
  readonly onChange: (typed: FlashedAs) => void
}

function FlashedAsFields({ typed, unknown, onChange }: FlashedAsFieldsProps) {
  const { t } = useTexts()
  const profiles = useStation((state) => state.picture?.profiles)
  const bench = useStation((state) => state.picture?.settings.bench ?? null)
  const products = useStation((state) => state.picture?.settings.products)
  const usual =
    unknown === 0
      ? t('lan.plan.knownProfile')
      : bench === null
        ? t('settings.chooseProfile')
        : t('settings.slotBenchProfile')
  return (
    <>
      <div>
        <Choice
          label={t('lan.plan.profile')}
          value={typed.profileId}
          testId="plan-profile"
          options={[
            { value: '', label: usual },
            ...(profiles ?? []).map((profile) => ({ value: profile.profileId, label: profile.name })),
          ]}
          onChange={(profileId) => onChange({ ...typed, profileId })}
        />
        <p className={classes.hint}>
          {unknown > 0
            ? t('lan.plan.profileOfUnknown', { count: unknown })
            : t(typed.profileId === '' ? 'lan.plan.profileKept' : 'lan.plan.profileOfAll')}
        </p>
      </div>
      <TextInput
        label={t('lan.plan.product')}
        description={t('lan.plan.productHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        placeholder={bench?.productId ?? ''}
        value={typed.productId}
        maxLength={64}
        list="lan-products"
        data-testid="plan-product"
        onChange={(event) => onChange({ ...typed, productId: event.currentTarget.value })}
      />
      <datalist id="lan-products">
        {products?.map((product) => (
          <option key={product.productId} value={product.productId}>
            {product.name}
          </option>
        ))}
      </datalist>
    </>
  )
}
