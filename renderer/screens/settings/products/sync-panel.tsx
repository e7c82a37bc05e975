// How the copies of tasks and firmware lists stand, and a round by hand. data-testid: sync-now, sync-empty.
import { IconRefresh, IconStack2 } from '@tabler/icons-react'
import type { Settings } from '../../../../preload/contract/model.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useNow } from '../../../store/use-now.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { isSynced } from './product-draft.ts'
import classes from './products.module.css'
import { SyncTable } from './sync-table.tsx'
import { useSync } from './use-sync.ts'

export function SyncPanel({ settings, changed }: { settings: Settings; changed: boolean }) {
  const { t } = useTexts()
  const { states, run } = useSync()
  const nowMs = useNow()
  const reason = changed ? t('settings.saveFirst') : isSynced(settings) ? null : t('sync.nothing')
  return (
    <Section
      title={t('sync.title')}
      icon={<IconStack2 size={20} aria-hidden="true" />}
      side={
        <ActionButton
          testId="sync-now"
          needs="sync.run"
          label={t('sync.run')}
          icon={<IconRefresh size={18} aria-hidden="true" />}
          reason={reason}
          ask={run}
        />
      }
    >
      <p className={classes.hint}>{t('sync.hint')}</p>
      {states?.length === 0 && (
        <p className={classes.hint} data-testid="sync-empty">
          {t('sync.empty')}
        </p>
      )}
      {states !== null && states.length > 0 && (
        <SyncTable states={states} settings={settings} nowMs={nowMs} />
      )}
    </Section>
  )
}
