// The frame of a dialog about a task.
import { CloseButton } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { useModal } from '../../components/use-modal.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './task-dialog.module.css'

export interface TaskDialogProps {
  readonly title: string
  readonly testId: string
  readonly size?: 'sm' | 'md' | 'lg'
  readonly children: ReactNode
  /** The row of buttons at its foot. */
  readonly foot: ReactNode
  readonly onClose: () => void
}

export function TaskDialog({ title, testId, size = 'sm', children, foot, onClose }: TaskDialogProps) {
  const { t } = useTexts()
  const id = useId()
  const modal = useModal(onClose)
  return (
    <dialog {...modal} className={classes.dialog} data-size={size} aria-labelledby={id} data-testid={testId}>
      <header className={classes.head}>
        <h2 id={id}>{title}</h2>
        <CloseButton aria-label={t('app.close')} data-testid="task-dialog-close" onClick={onClose} />
      </header>
      <div className={classes.body}>{children}</div>
      <footer className={classes.foot}>{foot}</footer>
    </dialog>
  )
}
