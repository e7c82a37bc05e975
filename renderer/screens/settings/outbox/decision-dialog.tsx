// Asks why before a message is left unsent, or taken back from a file that another station may send.
// data-testid: delivery-decision, delivery-note, delivery-decide.
import { Button, Textarea } from '@mantine/core'
import { IconArrowBackUp, IconBan } from '@tabler/icons-react'
import { useState } from 'react'
import type { OutboxRow } from '../../../../preload/contract/model.ts'
import type { StationClient } from '../../../api/client.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { TaskDialog } from '../../tasks/task-dialog.tsx'

export type AskedDecision = 'dismiss' | 'takeBack'

export interface DecisionDialogProps {
  readonly row: OutboxRow
  readonly decision: AskedDecision
  readonly onClose: () => void
  readonly onDecided: () => void
}

const maxNoteChars = 500

export function DecisionDialog({ row, decision, onClose, onDecided }: DecisionDialogProps) {
  const { t } = useTexts()
  const [note, setNote] = useState('')
  const { outboxId } = row
  const typed = note.trim()
  const ask = async (client: StationClient) => {
    await client.outbox[decision]({ outboxId, note: typed })
    onDecided()
  }
  return (
    <TaskDialog
      title={t(`delivery.decision.${decision}.title`, { device: row.deviceId })}
      testId="delivery-decision"
      onClose={onClose}
      foot={
        <>
          <ActionButton
            testId="delivery-decide"
            look="filled"
            size="md"
            label={t(`delivery.${decision}`)}
            icon={decision === 'dismiss' ? <IconBan size={18} /> : <IconArrowBackUp size={18} />}
            reason={decision === 'dismiss' && typed === '' ? t('delivery.decision.noteMissing') : null}
            ask={ask}
          />
          <Button size="md" variant="default" onClick={onClose}>
            {t('delivery.decision.no')}
          </Button>
        </>
      }
    >
      <p>{t(`delivery.decision.${decision}.text`)}</p>
      <Textarea
        label={t(`delivery.decision.${decision}.note`)}
        description={t('delivery.decision.noteHint')}
        inputWrapperOrder={['label', 'input', 'description']}
        value={note}
        rows={3}
        maxLength={maxNoteChars}
        autoFocus
        data-testid="delivery-note"
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </TaskDialog>
  )
}
