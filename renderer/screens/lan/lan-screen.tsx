// The LAN: which devices are there, what is to be done with those that are selected, and how rollouts stand. data-testid:
// lan-filter, lan-only-new, lan-find, lan-unset, lan-none.
import { Button, Checkbox, TextInput } from '@mantine/core'
import { IconAdjustments, IconRadar2, IconRouter, IconSearch } from '@tabler/icons-react'
import { useCallback, useMemo, useState } from 'react'
import type { LanDevice } from '../../../preload/contract/lan.ts'
import { useStation } from '../../store/station-store.ts'
import { useNow } from '../../store/use-now.ts'
import { useTexts } from '../../text/i18n.ts'
import {
  type DeviceColumn,
  type DeviceOrder,
  listDevices,
  profileNameOf,
  profileOf,
  selected,
  toggledAll,
} from './device-order.ts'
import { DeviceTable } from './device-table.tsx'
import { FindPanel } from './find-panel.tsx'
import classes from './lan-screen.module.css'
import { PlanForm } from './plan-form.tsx'
import { Rollouts } from './rollouts.tsx'
import { SelectionBar } from './selection-bar.tsx'

type Opened = 'find' | 'place' | 'push' | null

export function LanScreen() {
  const { t } = useTexts()
  const known = useStation((state) => state.picture?.lanDevices) ?? none
  const slots = useStation((state) => state.picture?.slots) ?? none
  const profiles = useStation((state) => state.picture?.profiles) ?? nobody
  const unset = useStation(({ picture }) => picture?.settings.lan.ranges.length === 0 && !picture.practice)
  const nowMs = useNow()
  const [text, setText] = useState('')
  const [onlyNew, setOnlyNew] = useState(false)
  const [order, setOrder] = useState<DeviceOrder>({ column: 'name', descending: false })
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set())
  const [opened, setOpened] = useState<Opened>(null)
  const nameOfProfile = useCallback(
    (device: LanDevice) => profileNameOf(profileOf(device, slots), profiles),
    [slots, profiles],
  )
  const shown = useMemo(
    () => listDevices(Object.values(known), { text, onlyNew }, order, nameOfProfile),
    [known, text, onlyNew, order, nameOfProfile],
  )
  // What has left the list meanwhile is not updated unseen.
  const chosen = shown
    .filter(({ identity }) => selection.has(identity))
    .map((device) => ({ device, profileId: profileOf(device, slots) }))
  const sortBy = (column: DeviceColumn) =>
    setOrder({ column, descending: order.column === column && !order.descending })
  const total = Object.keys(known).length
  const close = () => setOpened(null)
  const done = () => {
    close()
    setSelection(new Set())
  }
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{t('lan.title')}</h1>
        <span className={classes.total}>{t('lan.total', { count: total })}</span>
        {total > 0 && (
          <>
            <TextInput
              className={classes.filter ?? ''}
              aria-label={t('lan.filter')}
              placeholder={t('lan.filter')}
              leftSection={<IconSearch size={16} aria-hidden="true" />}
              value={text}
              maxLength={100}
              data-testid="lan-filter"
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Checkbox
              label={t('lan.onlyNew')}
              checked={onlyNew}
              data-testid="lan-only-new"
              onChange={(event) => setOnlyNew(event.currentTarget.checked)}
            />
          </>
        )}
        <span className={classes.gap} />
        <Button
          variant="default"
          leftSection={<IconRadar2 size={17} aria-hidden="true" />}
          aria-expanded={opened === 'find'}
          data-testid="lan-find"
          onClick={() => setOpened(opened === 'find' ? null : 'find')}
        >
          {t('lan.find.title')}
        </Button>
      </header>
      {unset && total > 0 && <Unset />}
      {opened === 'find' && <FindPanel onClose={close} />}
      {(opened === 'place' || opened === 'push') && (
        <PlanForm key={opened} chosen={chosen} placeOnly={opened === 'place'} onDone={done} onClose={close} />
      )}
      <div className={classes.columns}>
        <div className={classes.devices}>
          {total === 0 && <NoDevices unset={unset} />}
          {total > 0 && (
            <>
              <SelectionBar
                devices={chosen.map(({ device }) => device)}
                onPlace={() => setOpened('place')}
                onPush={() => setOpened('push')}
              />
              <DeviceTable
                devices={shown}
                nameOfProfile={nameOfProfile}
                selection={selection}
                order={order}
                nowMs={nowMs}
                onOrder={sortBy}
                onSelect={(identity, from) => setSelection(selected(selection, shown, identity, from))}
                onSelectAll={() => setSelection(toggledAll(selection, shown))}
              />
            </>
          )}
        </div>
        <Rollouts />
      </div>
    </div>
  )
}

const none = {}
const nobody: readonly [] = []

/** Nothing may be spoken to yet. */
function Unset() {
  const { t } = useTexts()
  return (
    <div className={classes.unset} role="note" data-testid="lan-unset">
      <IconAdjustments size={22} aria-hidden="true" />
      <span>
        {t('lan.unset')} {t('lan.unsetDetail')}
      </span>
      <Button component="a" href="#/settings/lan" size="xs">
        {t('bench.openSettings')}
      </Button>
    </div>
  )
}

function NoDevices({ unset }: { unset: boolean }) {
  const { t } = useTexts()
  return (
    <div className={classes.none} data-testid={unset ? 'lan-unset' : 'lan-none'}>
      <IconRouter size={64} stroke={1.2} aria-hidden="true" />
      <h2>{t(unset ? 'lan.unset' : 'lan.none')}</h2>
      <p>{t(unset ? 'lan.unsetDetail' : 'lan.noneDetail')}</p>
      {unset && (
        <Button
          component="a"
          href="#/settings/lan"
          leftSection={<IconAdjustments size={17} aria-hidden="true" />}
        >
          {t('bench.openSettings')}
        </Button>
      )}
    </div>
  )
}
