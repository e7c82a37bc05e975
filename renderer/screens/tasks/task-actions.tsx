// What a lead may do to the task; what cannot be done now is there, and says why. data-testid: task-action-<action>,
// task-actions, task-make-order.
import { Button, Tooltip } from '@mantine/core'
import { IconClipboardList } from '@tabler/icons-react'
import { useState } from 'react'
import { taskActions } from '../../../preload/contract/task-rules.ts'
import type { TaskAction, TaskView } from '../../../preload/contract/task-view.ts'
import type { StationClient } from '../../api/client.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { setBenchView } from '../bench/bench-view.ts'
import { ActionDialog } from './action-dialog.tsx'
import { actionIcons } from './action-icons.tsx'
import classes from './task-page.module.css'
import { taskHref, tasksHref } from './task-place.ts'

export interface TaskActionsProps {
  readonly task: TaskView
  readonly refresh: (client: StationClient) => Promise<void>
  readonly take: (task: TaskView) => void
}

export function TaskActions({ task, refresh, take }: TaskActionsProps) {
  const { t } = useTexts()
  const mayChange = useMay('tasks', 'start')
  const [asked, setAsked] = useState<TaskAction | null>(null)
  if (!mayChange) return null
  const done = (next: TaskView | null) => {
    setAsked(null)
    if (next) take(next)
    else location.hash = tasksHref
  }
  return (
    <div className={classes.actions} data-testid="task-actions">
      {taskActions.map((action) => {
        const obstacle = task.obstacles[action]
        return (
          <OfferedAction
            key={action}
            action={action}
            reason={obstacle ? t(`tasks.obstacle.${obstacle}`) : null}
            onAsk={() => {
              // What is typed is about this task, whatever the list shows meanwhile.
              location.hash = taskHref(task)
              setAsked(action)
            }}
          />
        )
      })}
      <MakeOrder task={task} />
      {asked !== null && (
        <ActionDialog
          key={asked}
          action={asked}
          task={task}
          refresh={refresh}
          onDone={done}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  )
}

/** The order as the task says it; it is then armed at the bench, where it is shown. */
function MakeOrder({ task: { taskId } }: { task: TaskView }) {
  const { t } = useTexts()
  return (
    <ActionButton
      testId="task-make-order"
      needs="orders.createFromTask"
      label={t('orders.makeOfTask')}
      icon={<IconClipboardList size={17} aria-hidden="true" />}
      ask={async (client) => {
        const { orderId } = await client.orders.createFromTask({ taskId })
        setBenchView({ chosenOrderId: orderId, orders: { kind: 'edit', orderId } })
        location.hash = '#/bench'
      }}
    />
  )
}

interface OfferedActionProps {
  readonly action: TaskAction
  readonly reason: string | null
  readonly onAsk: () => void
}

function OfferedAction({ action, reason, onAsk }: OfferedActionProps) {
  const { t } = useTexts()
  const isOffline = useStation((state) => state.client === null)
  const why = isOffline ? t('connection.offlineReason') : reason
  return (
    <Tooltip
      label={why}
      disabled={why === null}
      openDelay={150}
      multiline
      maw={320}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        size="sm"
        variant="default"
        leftSection={actionIcons[action]}
        data-testid={`task-action-${action}`}
        data-action={action}
        // Stays reachable by keyboard when it cannot be used, so that its reason can be read.
        aria-disabled={why !== null}
        aria-description={why ?? undefined}
        {...(why === null ? {} : { 'data-disabled': true })}
        onClick={() => {
          if (why === null) onAsk()
        }}
      >
        {t(`tasks.action.${action}`)}
      </Button>
    </Tooltip>
  )
}
