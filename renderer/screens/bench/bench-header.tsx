// Name of the station, what its slots are doing, where a scan goes, what is owed to the cloud, and how the bench is looked at.
// data-testid: count-<state>, bench-places, bench-floor, bench-kiosk, bench-keys.
import { ActionIcon, Tooltip } from '@mantine/core'
import { IconKeyboard, IconLayoutBoard, IconMapPin, IconMaximize, IconMinimize } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { toggleKiosk, useKiosk } from '../../components/kiosk.ts'
import { StateMark } from '../../components/state-mark.tsx'
import { useMay } from '../../components/use-may.ts'
import type { Picture } from '../../store/picture.ts'
import { countStates, slotStates } from '../../store/slot-state.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './bench-header.module.css'
import { setBenchView } from './bench-view.ts'
import { CloudPill, OutboxPill } from './cloud-pills.tsx'
import { ScanField } from './scanning/scan-field.tsx'
import { toggleFloor } from './use-floor.ts'

/** Shown even when there is none. */
const always = new Set(['ready', 'running', 'passed', 'failed'])

export function BenchHeader() {
  const { t } = useTexts()
  const mayMap = useMay('slotMap', 'learn')
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
      <ScanField />
      <div className={classes.pills}>
        <CloudPill />
        <OutboxPill />
      </div>
      <div className={classes.looks}>
        {mayMap && (
          <LookButton
            label={t('slotMap.drawer')}
            testId="bench-places"
            act={() => setBenchView({ placesShown: true })}
          >
            <IconMapPin size={21} stroke={1.8} />
          </LookButton>
        )}
        <LookButton label={t('bench.floor')} testId="bench-floor" act={toggleFloor}>
          <IconLayoutBoard size={21} stroke={1.8} />
        </LookButton>
        <KioskButton />
        <LookButton label={t('keys.title')} testId="bench-keys" act={() => setBenchView({ keysShown: true })}>
          <IconKeyboard size={21} stroke={1.8} />
        </LookButton>
      </div>
    </header>
  )
}

export function KioskButton() {
  const { t } = useTexts()
  const isKiosk = useKiosk((kiosk) => kiosk.isKiosk)
  return (
    <LookButton
      label={t(isKiosk ? 'bench.leaveKiosk' : 'bench.kiosk')}
      testId="bench-kiosk"
      act={() => void toggleKiosk()}
    >
      {isKiosk ? <IconMinimize size={21} stroke={1.8} /> : <IconMaximize size={21} stroke={1.8} />}
    </LookButton>
  )
}

interface LookButtonProps {
  readonly label: string
  readonly testId: string
  readonly act: () => void
  readonly children: ReactNode
}

export function LookButton({ label, testId, act, children }: LookButtonProps) {
  return (
    <Tooltip label={label} openDelay={200}>
      <ActionIcon
        variant="subtle"
        size={34}
        color="gray"
        className={classes.look}
        aria-label={label}
        data-testid={testId}
        onClick={act}
      >
        {children}
      </ActionIcon>
    </Tooltip>
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
