// A new task, for a lead. Every field is judged where it stands, by the rules of the service; what the service refuses
// stands beside its field where its code says which. data-testid: task-create-dialog, draft-create, draft-close,
// draft-has-from-image, draft-give-address.
import { Button, Checkbox } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { type CallError, callErrorText } from '../../api/call-error.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { CallProblem } from '../../components/call-problem.tsx'
import { useTexts } from '../../text/i18n.ts'
import { ImageFields } from './image-fields.tsx'
import type { KnownProduct } from './known-products.ts'
import { inputOf, type NewTaskDraft, type NewTaskField, problemsOf } from './new-task-draft.ts'
import { type NewTaskForm, shownError } from './new-task-form.ts'
import { refusedField } from './refused-field.ts'
import { TaskDialog } from './task-dialog.tsx'
import classes from './task-form.module.css'
import { useLibrary } from './use-library.ts'
import { WhatFields } from './what-fields.tsx'
import { WhoFields } from './who-fields.tsx'

export interface CreateDialogProps {
  /** Kept outside, so that closing the dialog loses nothing. */
  readonly draft: NewTaskDraft
  readonly products: readonly KnownProduct[]
  readonly onChange: (draft: NewTaskDraft) => void
  readonly onMade: (task: TaskView) => void
  readonly onClose: () => void
}

export function CreateDialog({ draft, products, onChange, onMade, onClose }: CreateDialogProps) {
  const { t, language } = useTexts()
  const library = useLibrary()
  const [tried, setTried] = useState(false)
  const [failed, setFailed] = useState<CallError | null>(null)
  const problems = problemsOf(draft)
  const isWrong = Object.keys(problems).length > 0
  const field = failed && refusedField(failed)
  const texts = { title: t('callFailed.title'), remedy: t('callFailed.remedy') }
  const refused = failed && field ? { field, text: callErrorText(failed, language, texts).title } : null
  const form: NewTaskForm = {
    draft,
    change(part) {
      setFailed(null)
      onChange({ ...draft, ...part })
    },
    errorOf: (name: NewTaskField) => shownError(t, name, problems, tried, refused),
  }
  const lacksShelf = failed?.code === 'CONNECTION_LACKS' && failed.context.use !== 'desk'
  return (
    <TaskDialog
      title={t('tasks.draft.title')}
      testId="task-create-dialog"
      size="lg"
      onClose={onClose}
      foot={
        <>
          <ActionButton
            testId="draft-create"
            label={t('tasks.draft.create')}
            icon={<IconPlus size={18} aria-hidden="true" />}
            look="filled"
            size="md"
            reason={isWrong && tried ? t('tasks.draft.fixFirst') : null}
            ask={async (client) => {
              setTried(true)
              if (!isWrong) onMade(await client.tasks.create(inputOf(draft)))
            }}
            onFailed={setFailed}
          />
          <Button size="md" variant="default" data-testid="draft-close" onClick={onClose}>
            {t('tasks.draft.close')}
          </Button>
          <span className={classes.reason} aria-live="polite">
            {t(isWrong && tried ? 'tasks.draft.fixFirst' : 'tasks.draft.kept')}
          </span>
        </>
      }
    >
      <p className={classes.hint}>{t('tasks.draft.hint')}</p>
      <div className={classes.columns}>
        <div className={classes.part}>
          <h3>{t('tasks.draft.sectionWhat')}</h3>
          <WhatFields form={form} products={products} />
        </div>
        <div className={classes.part}>
          <h3>{t('tasks.draft.sectionFirmware')}</h3>
          <ImageFields which="image" form={form} library={library} />
          <Checkbox
            label={t('tasks.draft.hasFromImage')}
            description={t('tasks.draft.hasFromImageHint')}
            checked={draft.hasFromImage}
            data-testid="draft-has-from-image"
            onChange={(event) => form.change({ hasFromImage: event.currentTarget.checked })}
          />
          {draft.hasFromImage && <ImageFields which="fromImage" form={form} library={library} />}
          <h3>{t('tasks.draft.sectionWho')}</h3>
          <WhoFields form={form} />
        </div>
      </div>
      <CallProblem error={failed} />
      {lacksShelf && (
        <p className={classes.doubt} data-testid="draft-give-address">
          {t('tasks.draft.giveAddress')}{' '}
          <Button
            size="xs"
            variant="default"
            onClick={() => form.change({ image: { ...draft.image, from: 'address' } })}
          >
            {t('tasks.draft.toAddress')}
          </Button>
        </p>
      )}
    </TaskDialog>
  )
}
