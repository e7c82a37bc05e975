// How far a task is in its cloud, as a bar with its numbers.
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './task-bar.module.css'
import { progressOf } from './task-progress.ts'

export function TaskBar({ task, size = 'sm' }: { task: TaskView; size?: 'sm' | 'lg' }) {
  const { t, language } = useTexts()
  const { upgraded, total, share } = progressOf(task)
  const count = upgraded.toLocaleString(language)
  const text =
    total === null
      ? t('tasks.progress.only', { upgraded: count })
      : t('tasks.progress.of', { upgraded: count, total: total.toLocaleString(language) })
  const percent = share === null ? null : Math.floor(share * 100)
  return (
    <span className={classes.bar} data-size={size} data-full={share === 1}>
      <span
        className={classes.track}
        role="progressbar"
        aria-label={t('tasks.progress.bar', { name: task.name, text })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuetext={text}
        {...(percent === null ? {} : { 'aria-valuenow': percent })}
      >
        <span className={classes.fill} style={{ width: `${share === null ? 0 : share * 100}%` }} />
      </span>
      <span className={classes.text} aria-hidden="true">
        {size === 'lg' ? text : total === null ? count : `${count} / ${total.toLocaleString(language)}`}
      </span>
    </span>
  )
}
