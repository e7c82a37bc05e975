// Asks before a task is changed: what will happen and to how many devices, and what has to be typed for it. When somebody
// else changed the task meanwhile it says what, and what was typed stays. data-testid: task-dialog-<action>, task-do-<action>,
// task-dialog-no, task-dialog-reason.
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { TaskAction, TaskView } from '../../../preload/contract/task-view.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { CallProblem } from '../../components/call-problem.tsx'
import { useTexts } from '../../text/i18n.ts'
import { actionIcons } from './action-icons.tsx'
import { ActionQuestion } from './action-question.tsx'
import { sendAction, typedFor, typedProblem } from './action-typed.ts'
import { ChangedNote } from './changed-note.tsx'
import { DevicesFields } from './devices-fields.tsx'
import { PromoteFields, SubmitFields } from './review-fields.tsx'
import { TaskDialog } from './task-dialog.tsx'
import classes from './task-form.module.css'
import { typedReason } from './typed-reason.ts'

export interface ActionDialogProps {
  readonly action: TaskAction
  /** As it is known now. */
  readonly task: TaskView
  readonly refresh: (client: StationClient) => Promise<void>
  /** Null: the task is gone. */
  readonly onDone: (task: TaskView | null) => void
  readonly onClose: () => void
}

const titles = {
  start: 'startTitle',
  stop: 'stopTitle',
  delete: 'deleteTitle',
  promote: 'promoteTitle',
  submit: 'submitTitle',
  approve: 'approveTitle',
  reject: 'rejectTitle',
  changeDevices: 'devicesTitle',
} as const
const yes = {
  start: 'tasks.action.start',
  stop: 'tasks.action.stop',
  delete: 'tasks.action.delete',
  promote: 'tasks.ask.promoteNow',
  submit: 'tasks.ask.submitNow',
  approve: 'tasks.action.approve',
  reject: 'tasks.action.reject',
  changeDevices: 'tasks.ask.apply',
} as const

export function ActionDialog({ action, task, refresh, onDone, onClose }: ActionDialogProps) {
  const { t, language } = useTexts()
  const [seen, setSeen] = useState(task)
  const [typed, setTyped] = useState(() => typedFor(task))
  const [failed, setFailed] = useState<CallError | null>(null)
  const isChanged = seen.fingerprint !== task.fingerprint
  const obstacle = task.obstacles[action]
  const problem = typedProblem(action, typed, task)
  const reason = isChanged
    ? t('tasks.changed.first')
    : obstacle
      ? t(`tasks.obstacle.${obstacle}`)
      : problem && typedReason(t, problem, language)
  const ask = async (client: StationClient) => {
    try {
      onDone(await sendAction(client, action, seen, typed))
    } catch (error) {
      const { code } = callErrorOf(error)
      if (code === 'TASK_CHANGED' || code === 'TASK_ACTION' || code === 'TASK_NOT_FOUND')
        await refresh(client)
      throw error
    }
  }
  const change = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part })
  return (
    <TaskDialog
      title={t(`tasks.ask.${titles[action]}`, { name: seen.name })}
      testId={`task-dialog-${action}`}
      size={action === 'changeDevices' || action === 'promote' ? 'md' : 'sm'}
      onClose={onClose}
      foot={
        <>
          <ActionButton
            testId={`task-do-${action}`}
            label={t(yes[action])}
            icon={actionIcons[action]}
            look="filled"
            size="md"
            reason={reason}
            className={action === 'delete' && reason === null ? classes.danger : undefined}
            ask={ask}
            onFailed={setFailed}
          />
          <Button size="md" variant="default" data-testid="task-dialog-no" onClick={onClose}>
            {t('tasks.ask.no')}
          </Button>
          {reason !== null && (
            <span className={classes.reason} data-testid="task-dialog-reason">
              {reason}
            </span>
          )}
        </>
      }
    >
      {isChanged && <ChangedNote seen={seen} now={task} onAccept={() => setSeen(task)} />}
      <ActionQuestion action={action} task={task} />
      {action === 'submit' && <SubmitFields typed={typed} onChange={change} />}
      {action === 'promote' && <PromoteFields typed={typed} task={task} onChange={change} />}
      {action === 'changeDevices' && <DevicesFields typed={typed} task={task} onChange={change} />}
      {!isChanged && <CallProblem error={failed} />}
    </TaskDialog>
  )
}
