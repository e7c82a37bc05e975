// Which task a work order is for: the running ones of its product, or whichever the cloud has for the unit. The part that
// is flashed comes with the task. data-testid: order-field-task.
import { useEffect, useState } from 'react'
import type { TaskView } from '../../../../preload/contract/task-view.ts'
import { type CallError, callErrorOf, callErrorText } from '../../../api/call-error.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../../settings/choice.tsx'
import type { OrderForm } from './order-draft.ts'
import classes from './orders.module.css'

export interface TaskChoiceProps {
  readonly form: OrderForm
  readonly change: (part: Partial<OrderForm>) => void
}

export function TaskChoice({ form: { productId, taskId }, change }: TaskChoiceProps) {
  const { t, language } = useTexts()
  const { tasks, failed } = useRunningTasks(productId)
  const isListed = taskId === '' || tasks.some((task) => task.taskId === taskId)
  const text = failed && callErrorText(failed, language, { title: t('callFailed.title'), remedy: '' })
  return (
    <div>
      <Choice
        label={t('orders.fieldName.taskId')}
        value={taskId}
        testId="order-field-task"
        options={[
          { value: '', label: t('orders.anyTask') },
          ...tasks.map((task) => ({
            value: task.taskId,
            label: `${task.name} · ${t('orders.toVersion', { version: task.toVersion })}`,
          })),
          ...(isListed ? [] : [{ value: taskId, label: t('orders.taskNotRunning', { taskId }) }]),
        ]}
        onChange={(chosen) => {
          const task = tasks.find((one) => one.taskId === chosen)
          // The image belongs to the task; one who chooses a test, or a task that goes back, means it.
          change({
            ...{ taskId: chosen, firmwareSha256: '' },
            ...(task
              ? {
                  ...{ part: task.part, mode: task.mode, tag: task.tag },
                  downgrade: task.toVersion < task.fromVersion ? 'allow' : 'refuse',
                }
              : {}),
          })
        }}
      />
      {text && <p className={classes.hint}>{text.title}</p>}
    </div>
  )
}

const none: readonly TaskView[] = []

/** Asked again when the tasks have changed; the old ones stay until then. */
function useRunningTasks(productId: string): { tasks: readonly TaskView[]; failed: CallError | null } {
  const client = useStation((state) => state.client)
  const changes = useStation(({ picture }) => picture?.changes.tasks)
  const [asked, setAsked] = useState<{ productId: string; tasks: readonly TaskView[] } | null>(null)
  const [failed, setFailed] = useState<CallError | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the list has changed
  useEffect(() => {
    if (!client || productId === '') return
    let isOver = false
    client.tasks.list({ productId, status: 'running', limit: 200 }).then(
      ({ tasks }) => {
        if (isOver) return
        setAsked({ productId, tasks })
        setFailed(null)
      },
      (error: unknown) => isOver || setFailed(callErrorOf(error)),
    )
    return () => {
      isOver = true
    }
  }, [client, productId, changes])
  const isOurs = asked?.productId === productId
  return { tasks: isOurs ? asked.tasks : none, failed: productId === '' ? null : failed }
}
