// Name of the station, what its slots are doing, what it owes the cloud, and the one button for all.
import { IconPlayerPlayFilled } from '@tabler/icons-react'
import { useShallow } from 'zustand/react/shallow'
import { ActionButton } from '../../components/action-button.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import type { Picture } from '../../store/picture.ts'
import { countStates, isSet, slotStates, stateOfSlot } from '../../store/slot-state.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './bench-header.module.css'
import { CloudPill, OutboxPill } from './cloud-pills.tsx'

/** Shown even when there is none. */
const always = new Set(['ready', 'running', 'passed', 'failed'])

export function BenchHeader() {
  const { t } = useTexts()
  const name = useStation((state) => state.picture?.settings.stationName ?? '')
  const products = useStation(useShallow(({ picture }) => (picture ? productsOf(picture) : [])))
  const said =
    products.length > 1
      ? t('bench.products', { count: products.length })
      : products.length === 1
        ? t('bench.product', { product: products[0] })
        : t('bench.noProduct')
  return (
    <header className={classes.header}>
      <div className={classes.names}>
        <h1 className={classes.name}>{name}</h1>
        <div className={classes.product} title={products.join('\n')}>
          {said}
        </div>
      </div>
      <Counts />
      <div className={classes.pills}>
        <CloudPill />
        <OutboxPill />
      </div>
      <StartAll />
    </header>
  )
}

/** What is flashed here, by name where the settings know it: what the slots say, else what is set for the bench. */
function productsOf({ settings, slots }: Picture): string[] {
  const ids = new Set(Object.values(slots).flatMap(({ productId }) => productId ?? []))
  if (ids.size === 0 && settings.bench) ids.add(settings.bench.productId)
  const nameOf = (id: string) => settings.products.find(({ productId }) => productId === id)?.name || id
  return [...ids].map(nameOf)
}

function Counts() {
  const { t } = useTexts()
  const counts = useStation(useShallow(({ picture }) => (picture ? countStates(picture) : null)))
  if (!counts) return null
  return (
    <ul className={classes.counts} aria-label={t('count.label')}>
      {slotStates.map((state) =>
        state === 'empty' || (counts[state] === 0 && !always.has(state)) ? null : (
          <li
            key={state}
            className={classes.count}
            data-state={state}
            data-none={counts[state] === 0}
            data-testid={`count-${state}`}
          >
            <StateMark state={state} size={18} />
            <b>{counts[state]}</b>
            <span>{t(`count.${state}`)}</span>
          </li>
        ),
      )}
    </ul>
  )
}

function StartAll() {
  const { t } = useTexts()
  const ready = useStation(({ picture }) =>
    picture ? picture.slotIds.filter((slotId) => stateOfSlot(picture, slotId) === 'ready').length : 0,
  )
  const someSet = useStation(
    ({ picture }) => picture !== null && Object.values(picture.slots).some((slot) => isSet(picture, slot)),
  )
  const reason = ready === 0 ? t('bench.nothingReady') : someSet ? null : t('bench.notSet')
  return (
    <ActionButton
      testId="start-all"
      label={ready > 0 ? t('bench.startAllCount', { count: ready }) : t('bench.startAll')}
      icon={<IconPlayerPlayFilled size={18} aria-hidden="true" />}
      ask={(client) => client.jobs.startAll()}
      reason={reason}
      look="filled"
      size="lg"
      className={classes.startAll}
    />
  )
}
