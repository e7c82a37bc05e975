// What a lead may decide about one message, by its state.
// data-testid: delivery-retry, delivery-dismiss, delivery-take-back.
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconBan, IconReload } from '@tabler/icons-react'
import { useState } from 'react'
import type { OutboxRow } from '../../../../preload/contract/model.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { type AskedDecision, DecisionDialog } from './decision-dialog.tsx'
import classes from './outbox.module.css'

export interface OutboxActionsProps {
  readonly row: OutboxRow
  readonly reload: () => void
}

export function OutboxActions({ row, reload }: OutboxActionsProps) {
  const { t } = useTexts()
  const [asking, setAsking] = useState<AskedDecision | null>(null)
  const { outboxId, state } = row
  const close = () => setAsking(null)
  return (
    <div className={classes.actions}>
      {(state === 'dead' || state === 'dismissed') && (
        <ActionButton
          testId="delivery-retry"
          label={t('delivery.retry')}
          icon={<IconReload size={16} aria-hidden="true" />}
          ask={async (client) => {
            try {
              await client.outbox.retry({ outboxId })
            } finally {
              reload()
            }
          }}
        />
      )}
      {state === 'dead' && (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconBan size={16} aria-hidden="true" />}
          data-testid="delivery-dismiss"
          onClick={() => setAsking('dismiss')}
        >
          {t('delivery.dismiss')}
        </Button>
      )}
      {state === 'exported' && (
        <Button
          variant="default"
          size="sm"
          leftSection={<IconArrowBackUp size={16} aria-hidden="true" />}
          data-testid="delivery-take-back"
          onClick={() => setAsking('takeBack')}
        >
          {t('delivery.takeBack')}
        </Button>
      )}
      {asking && (
        <DecisionDialog
          row={row}
          decision={asking}
          onClose={close}
          onDecided={() => {
            close()
            reload()
          }}
        />
      )}
    </div>
  )
}
