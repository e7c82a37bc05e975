// What kind of task it is and where it stands, in a word and a colour. data-testid: task-status (data-status), task-tag.
import {
  IconCertificate,
  IconCircleDotted,
  IconEye,
  IconFlask,
  IconGhost2,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
} from '@tabler/icons-react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './task-pills.module.css'

const icons = {
  stopped: IconPlayerStopFilled,
  running: IconPlayerPlayFilled,
  pending: IconCircleDotted,
  review: IconEye,
}

export function StatusPill({ task }: { task: Pick<TaskView, 'status' | 'vanished'> }) {
  const { t } = useTexts()
  const StatusIcon = task.vanished ? IconGhost2 : icons[task.status]
  const status = task.vanished ? 'vanished' : task.status
  return (
    <span className={classes.pill} data-status={status} data-testid="task-status">
      <StatusIcon size={13} aria-hidden="true" />
      {task.vanished ? t('tasks.vanished') : t(`tasks.status.${task.status}`)}
    </span>
  )
}

export function TagPill({ tag }: { tag: TaskView['tag'] }) {
  const { t } = useTexts()
  const TagIcon = tag === 'test' ? IconFlask : IconCertificate
  return (
    <span className={classes.pill} data-tag={tag} data-testid="task-tag">
      <TagIcon size={14} stroke={1.8} aria-hidden="true" />
      {t(`tasks.tag.${tag}`)}
    </span>
  )
}
