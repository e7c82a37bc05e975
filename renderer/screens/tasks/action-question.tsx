// What an action on a task will do, and to how many devices.
import type { TFunction } from 'i18next'
import type { TaskAction, TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './task-form.module.css'
import { progressOf } from './task-progress.ts'

export function ActionQuestion({ action, task }: { action: TaskAction; task: TaskView }) {
  const { t } = useTexts()
  return consequences(t, action, task).map((sentence) => (
    <p key={sentence} className={classes.question}>
      {sentence}
    </p>
  ))
}

function consequences(t: TFunction, action: TaskAction, task: TaskView): string[] {
  const { upgraded, total } = progressOf(task)
  const isRunning = task.status === 'running'
  const stay = () => (upgraded > 0 ? [t('tasks.ask.stayUpgraded', { count: upgraded })] : [])
  switch (action) {
    case 'start':
    case 'approve':
      return task.scope.category === 'all'
        ? [t(`tasks.ask.${action}All`, { version: task.fromVersion })]
        : [t(`tasks.ask.${action}`, { count: task.scope.deviceIds.length })]
    case 'stop': {
      const left = total === null ? 0 : total - upgraded
      return [
        t('tasks.ask.stop'),
        ...stay(),
        ...(left > 0 ? [t('tasks.ask.stopLeft', { count: left, version: task.fromVersion })] : []),
      ]
    }
    case 'delete':
      return [...(isRunning ? [t('tasks.ask.deleteRunning')] : []), t('tasks.ask.delete'), ...stay()]
    case 'promote':
      return [t('tasks.ask.promote'), ...(isRunning ? [t('tasks.ask.promoteRunning')] : [])]
    case 'submit':
    case 'reject':
      return [t(`tasks.ask.${action}`)]
    case 'changeDevices':
      return []
  }
}
