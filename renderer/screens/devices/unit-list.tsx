// The search field and what it found. data-testid: devices-search, devices-clear, unit-row-<name>, devices-none.
import { CloseButton, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Unit } from '../../../preload/contract/unit-story.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { StateMark } from '../../components/state-mark.tsx'
import { useNow } from '../../store/use-now.ts'
import { formatAgo, formatVersion } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { addressOfUnit, nameOfUnit, spelledMac } from './unit-address.ts'
import classes from './unit-list.module.css'
import { foundAtMost, type Search, useSearch } from './use-search.ts'

export function UnitList({ openAddress }: { openAddress: string }) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const asked = text.trim()
  const search = useSearch(asked)
  const field = useRef<HTMLInputElement>(null)
  // Whoever comes here comes to look for a device, and a scanner types into whatever has the focus.
  useEffect(() => field.current?.focus(), [])
  // A scanner ends with Enter before the answer is here: the first that is found is then opened when it comes.
  const [wanted, setWanted] = useState<string | null>(null)
  const first = search.found?.text === asked ? search.found.units[0] : undefined
  useEffect(() => {
    if (wanted === null || wanted !== asked || !first) return
    setWanted(null)
    location.hash = addressOfUnit(first)
  }, [wanted, asked, first])
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') setWanted(asked)
    if (event.key === 'Escape') setText('')
  }
  return (
    <aside className={classes.side}>
      <search className={classes.search}>
        <TextInput
          ref={field}
          aria-label={t('devices.search')}
          placeholder={t('devices.search')}
          size="md"
          maxLength={100}
          autoComplete="off"
          spellCheck={false}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          rightSection={
            text !== '' && (
              <CloseButton
                aria-label={t('devices.clear')}
                data-testid="devices-clear"
                onClick={() => {
                  setText('')
                  field.current?.focus()
                }}
              />
            )
          }
          value={text}
          data-testid="devices-search"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={onKey}
          onFocus={(event) => event.currentTarget.select()}
        />
      </search>
      {search.failed && <CallProblem error={search.failed} />}
      <Found asked={asked} found={search.found} openAddress={openAddress} />
    </aside>
  )
}

interface FoundProps extends Pick<Search, 'found'> {
  readonly asked: string
  readonly openAddress: string
}

function Found({ asked, found, openAddress }: FoundProps) {
  const { t, language } = useTexts()
  const nowMs = useNow()
  if (!found) return <p className={classes.note}>{t('devices.searching')}</p>
  const { units } = found
  if (units.length === 0)
    return (
      <div className={classes.none} role="status" data-testid="devices-none">
        <b>{found.text === '' ? t('devices.nobody') : t('devices.noMatch', { text: found.text })}</b>
        <p>{t(found.text === '' ? 'devices.nobodyDetail' : 'devices.noMatchDetail')}</p>
      </div>
    )
  const shown = units.length.toLocaleString(language)
  const isCut = units.length >= foundAtMost
  const isLatest = found.text === '' && units[0]?.lastSeenAt !== null
  return (
    <>
      <p className={classes.note} role="status">
        {isLatest && t('devices.seenLast')}
        {!isLatest &&
          (isCut ? t('devices.atMost', { shown }) : t('devices.found', { count: units.length, shown }))}
      </p>
      <nav className={classes.list} aria-label={t('devices.results')} data-stale={found.text !== asked}>
        {units.map((unit) => (
          <UnitRow
            key={addressOfUnit(unit)}
            unit={unit}
            isOpen={addressOfUnit(unit) === openAddress}
            // Whole seconds would redraw fifty rows every second.
            nowMs={Math.floor(nowMs / 30_000) * 30_000}
          />
        ))}
      </nav>
    </>
  )
}

function UnitRow({ unit, isOpen, nowMs }: { unit: Unit; isOpen: boolean; nowMs: number }) {
  const { t, language } = useTexts()
  const { deviceId, mac, sn, lastSeenAt, lastOutcome } = unit
  const name = nameOfUnit(unit)
  const others = [sn && deviceId, spelledMac(mac)].filter((other) => other && other !== name)
  const seen =
    lastSeenAt === null
      ? t('devices.neverSeen')
      : formatAgo(Math.min(nowMs, Date.parse(lastSeenAt)), nowMs, language)
  return (
    <a
      href={addressOfUnit(unit)}
      className={classes.row}
      aria-current={isOpen ? 'true' : undefined}
      title={[name, ...others].join('\n')}
      data-testid={`unit-row-${name}`}
    >
      <span className={classes.mark} data-outcome={lastOutcome ?? 'none'}>
        {lastOutcome && <StateMark state={lastOutcome} size={20} />}
        {lastOutcome && <span className="fl-hidden">{t(`state.${lastOutcome}`)}</span>}
      </span>
      <span className={classes.names}>
        <b className="fl-mono">{name}</b>
        <span className="fl-mono">{others.join(' · ')}</span>
      </span>
      <span className={classes.facts}>
        <b>{formatVersion(unit.version)}</b>
        <span>{seen}</span>
      </span>
    </a>
  )
}
