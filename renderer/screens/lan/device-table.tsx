// The devices of the LAN that are known, to be looked through and selected. Rows are plain elements: five hundred of them
// are drawn at once. data-testid: lan-row-<identity>,
// lan-select-<identity>, lan-select-all, lan-sort-<column>.
import { IconChevronDown, IconChevronUp, IconLayoutGrid } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { memo, useCallback, useEffect, useRef } from 'react'
import type { Language } from '../../../preload/contract/error-texts.ts'
import type { LanDevice } from '../../../preload/contract/lan.ts'
import { formatAgo } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { shownAddress } from '../../text/slot-name.ts'
import { type DeviceColumn, type DeviceOrder, deviceColumns, isUsable } from './device-order.ts'
import classes from './device-table.module.css'

export interface DeviceTableProps {
  readonly devices: readonly LanDevice[]
  readonly nameOfProfile: (device: LanDevice) => string
  readonly selection: ReadonlySet<string>
  readonly order: DeviceOrder
  readonly nowMs: number
  readonly onOrder: (column: DeviceColumn) => void
  /** `from`: the device clicked before, with Shift held. */
  readonly onSelect: (identity: string, from: string | null) => void
  readonly onSelectAll: () => void
}

export function DeviceTable(props: DeviceTableProps) {
  const { devices, nameOfProfile, selection, order, nowMs, onOrder, onSelect, onSelectAll } = props
  const { t, language } = useTexts()
  const pick = usePick(onSelect)
  const usable = devices.filter(isUsable)
  const count = usable.filter(({ identity }) => selection.has(identity)).length
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" data-column="check">
              <input
                type="checkbox"
                className={classes.box}
                aria-label={t('lan.selectAll')}
                checked={usable.length > 0 && count === usable.length}
                ref={(box) => {
                  if (box) box.indeterminate = count > 0 && count < usable.length
                }}
                data-testid="lan-select-all"
                onChange={onSelectAll}
              />
            </th>
            {deviceColumns.map((column) => (
              <th
                key={column}
                scope="col"
                data-column={column}
                aria-sort={order.column === column ? (order.descending ? 'descending' : 'ascending') : 'none'}
              >
                <button
                  type="button"
                  className={classes.sort}
                  data-testid={`lan-sort-${column}`}
                  onClick={() => onOrder(column)}
                >
                  {t(`lan.column.${column}`)}
                  {order.column === column &&
                    (order.descending ? (
                      <IconChevronDown size={15} aria-hidden="true" />
                    ) : (
                      <IconChevronUp size={15} aria-hidden="true" />
                    ))}
                </button>
              </th>
            ))}
            <th scope="col" data-column="bench">
              {t('lan.column.bench')}
            </th>
          </tr>
        </thead>
        <tbody>
          {devices.map((device) => (
            <DeviceRow
              key={device.identity}
              device={device}
              profileName={nameOfProfile(device)}
              isSelected={selection.has(device.identity)}
              // Whole seconds would redraw five hundred rows every second.
              nowMs={Math.floor(nowMs / 10_000) * 10_000}
              pick={pick}
              t={t}
              language={language}
            />
          ))}
        </tbody>
      </table>
      {devices.length === 0 && <p className={classes.none}>{t('lan.noneFits')}</p>}
    </div>
  )
}

/** The same function for every row and every drawing, so that a click redraws only what it changes. */
function usePick(onSelect: DeviceTableProps['onSelect']): (identity: string, shift: boolean) => void {
  const last = useRef<string | null>(null)
  const latest = useRef(onSelect)
  useEffect(() => {
    latest.current = onSelect
  })
  return useCallback((identity, shift) => {
    latest.current(identity, shift ? last.current : null)
    last.current = identity
  }, [])
}

interface DeviceRowProps {
  readonly device: LanDevice
  readonly profileName: string
  readonly isSelected: boolean
  readonly nowMs: number
  readonly pick: (identity: string, shift: boolean) => void
  /** Given, so that five hundred rows do not each listen for the language. */
  readonly t: TFunction
  readonly language: Language
}

const DeviceRow = memo(function DeviceRow(props: DeviceRowProps) {
  const { device, profileName, isSelected, nowMs, pick, t, language } = props
  const { identity, name, address, model, version, accessPoint, lastSeenAt, slotId, present } = device
  const usable = isUsable(device)
  const seen =
    lastSeenAt === null ? t('lan.never') : formatAgo(Math.min(nowMs, Date.parse(lastSeenAt)), nowMs, language)
  return (
    <tr
      data-testid={`lan-row-${identity}`}
      data-present={present}
      data-usable={usable}
      data-selected={isSelected}
    >
      <td data-column="check">
        <input
          type="checkbox"
          className={classes.box}
          aria-label={t('lan.select', { name })}
          checked={isSelected}
          disabled={!usable}
          data-testid={`lan-select-${identity}`}
          // A change does not say whether Shift was held.
          onChange={() => undefined}
          onClick={(event) => pick(identity, event.shiftKey)}
        />
      </td>
      <td data-column="name" title={device.mac === null ? name : `${name}\n${device.mac}`}>
        {name}
      </td>
      <td data-column="address" className="fl-mono">
        {shownAddress(address)}
      </td>
      <td data-column="model">{model ?? t('lan.unknown')}</td>
      <td data-column="version" className="fl-mono">
        {version ?? t('lan.unknown')}
      </td>
      <td data-column="profile" title={profileName}>
        {profileName || t('lan.noProfile')}
      </td>
      <td data-column="accessPoint">{accessPoint}</td>
      <td data-column="lastSeen">
        {usable && !present && lastSeenAt !== null && <span className={classes.away}>{t('lan.away')}</span>}
        {usable ? seen : t('lan.outOfRange')}
      </td>
      <td data-column="bench">
        {slotId !== null && (
          <span className={classes.bench}>
            <IconLayoutGrid size={15} aria-hidden="true" /> {t('lan.onBench')}
          </span>
        )}
      </td>
    </tr>
  )
})
