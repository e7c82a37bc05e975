// What waits for a cloud or other software and what was refused for good; a lead decides about that. data-testid: delivery-panel,
// delivery-count-<state>, delivery-filter-<filter>, delivery-retry-all, delivery-empty, and those of outbox-table.tsx.
import { IconReload, IconSend } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useNow } from '../../../store/use-now.ts'
import { formatAgo } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import classes from './outbox.module.css'
import { OutboxTable } from './outbox-table.tsx'
import { type OutboxFilter, outboxFilters, shownRows } from './outbox-view.ts'
import { askedRows, useOutbox } from './use-outbox.ts'

export function OutboxPanel() {
  const { t } = useTexts()
  const [filter, setFilter] = useState<OutboxFilter>('open')
  const { rows, reload } = useOutbox(filter)
  const mayDecide = useMay('outbox', 'retry')
  const shown = rows && shownRows(rows, filter)
  const dead = useStation((state) => state.picture?.outbox.dead ?? 0)
  return (
    <div className={classes.panel} data-testid="delivery-panel">
      <Section
        title={t('delivery.title')}
        icon={<IconSend size={20} aria-hidden="true" />}
        side={
          mayDecide && (
            <ActionButton
              testId="delivery-retry-all"
              label={t('delivery.retryAll', { count: dead })}
              icon={<IconReload size={18} aria-hidden="true" />}
              reason={dead === 0 ? t('delivery.nothingDead') : null}
              ask={async (client) => {
                try {
                  const refused = await client.outbox.list({ limit: askedRows, state: 'dead' })
                  for (const { outboxId } of refused) await client.outbox.retry({ outboxId })
                } finally {
                  reload()
                }
              }}
            />
          )
        }
      >
        <p className={classes.hint}>{t('delivery.hint')}</p>
        <Counts />
        <fieldset className={classes.filters}>
          <legend className="fl-hidden">{t('delivery.show')}</legend>
          {outboxFilters.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={filter === one}
              data-testid={`delivery-filter-${one}`}
              onClick={() => setFilter(one)}
            >
              {t(`delivery.filter.${one}`)}
            </button>
          ))}
        </fieldset>
        {shown === null && <p className={classes.hint}>{t('delivery.loading')}</p>}
        {shown?.length === 0 && (
          <p className={classes.empty} data-testid="delivery-empty">
            {t(`delivery.empty.${filter}`)}
          </p>
        )}
        {shown !== null && shown.length > 0 && (
          <OutboxTable rows={shown} mayDecide={mayDecide} reload={reload} />
        )}
        {rows !== null && rows.length >= askedRows && (
          <p className={classes.hint}>{t('delivery.capped', { count: askedRows })}</p>
        )}
      </Section>
    </div>
  )
}

function Counts() {
  const { t, language } = useTexts()
  const outbox = useStation((state) => state.picture?.outbox)
  const nowMs = useNow()
  if (!outbox) return null
  const { waiting, dead, oldestAt } = outbox
  return (
    <ul className={classes.counts}>
      <li data-testid="delivery-count-waiting" data-some={waiting > 0}>
        <b>{waiting.toLocaleString(language)}</b> {t('delivery.count.waiting')}
      </li>
      <li data-testid="delivery-count-dead" data-bad={dead > 0}>
        <b>{dead.toLocaleString(language)}</b> {t('delivery.count.dead')}
      </li>
      {oldestAt !== null && (
        <li>
          {t('delivery.count.oldest')} <b>{formatAgo(Date.parse(oldestAt), nowMs, language)}</b>
        </li>
      )}
    </ul>
  )
}
