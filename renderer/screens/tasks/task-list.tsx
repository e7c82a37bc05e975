// The list of tasks: only the rows that are seen are drawn. data-testid: task-list, task-row (data-task, data-status).
import { IconArrowNarrowRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import type { TaskView } from '../../../preload/contract/task-view.ts'
import { useTexts } from '../../text/i18n.ts'
import { type KnownProduct, productName } from './known-products.ts'
import { TaskBar } from './task-bar.tsx'
import classes from './task-list.module.css'
import { StatusPill } from './task-pills.tsx'
import { type TaskPlace, taskHref } from './task-place.ts'
import { partWords } from './task-words.ts'

const rowHeight = 78

export interface TaskListProps {
  readonly tasks: readonly TaskView[]
  readonly products: readonly KnownProduct[]
  readonly open: TaskPlace | null
  /** The end of what was read is near. */
  readonly onEnd: () => void
}

export function TaskList({ tasks, products, open, onEnd }: TaskListProps) {
  const { t } = useTexts()
  const scroll = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: tasks.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => tasks[index]?.taskId ?? index,
    overscan: 6,
  })
  const shown = rows.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= tasks.length - 10) onEnd()
  }, [last, tasks.length, onEnd])
  return (
    <div ref={scroll} className={classes.scroll} data-testid="task-list">
      <ul className={classes.rows} style={{ height: rows.getTotalSize() }} aria-label={t('tasks.list')}>
        {shown.map(({ key, index, start }) => {
          const task = tasks[index]
          if (!task) return null
          const isOpen = open?.taskId === task.taskId && open.productId === task.productId
          return (
            <li key={key} className={classes.place} style={{ transform: `translateY(${start}px)` }}>
              <TaskRow
                task={task}
                product={products.length > 1 ? productName(products, task.productId) : null}
                isOpen={isOpen}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}

function TaskRow({ task, product, isOpen }: { task: TaskView; product: string | null; isOpen: boolean }) {
  const { t } = useTexts()
  return (
    <a
      href={taskHref(task)}
      className={classes.row}
      aria-current={isOpen ? 'page' : undefined}
      data-testid="task-row"
      data-task={task.taskId}
      data-status={task.status}
    >
      <span className={classes.line}>
        <span className={classes.name} title={task.name}>
          {task.name}
        </span>
        <StatusPill task={task} />
      </span>
      <span className={classes.line}>
        <span className={classes.versions}>
          <span className="fl-hidden">
            {t('tasks.versions', { from: task.fromVersion, to: task.toVersion })}
          </span>
          <span aria-hidden="true">{task.fromVersion}</span>
          <IconArrowNarrowRight size={16} aria-hidden="true" />
          <span aria-hidden="true">{task.toVersion}</span>
        </span>
        <span className={classes.quiet} title={product ?? undefined}>
          <span data-tag={task.tag}>{t(`tasks.tag.${task.tag}`)}</span>
          {[partWords(t, task.part), product].map((text) => text !== null && ` · ${text}`)}
        </span>
        <span className={classes.bar}>
          <TaskBar task={task} />
        </span>
      </span>
    </a>
  )
}
