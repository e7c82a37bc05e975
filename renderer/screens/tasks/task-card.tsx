// One card of a task's page.
import type { ReactNode } from 'react'
import classes from './task-card.module.css'

export interface TaskCardProps {
  readonly title: string
  readonly icon: ReactNode
  readonly testId: string
  /** Beside the title. */
  readonly aside?: ReactNode
  /** Takes what room is left. */
  readonly grows?: boolean
  readonly children: ReactNode
}

export function TaskCard({ title, icon, testId, aside, grows = false, children }: TaskCardProps) {
  return (
    <section className={classes.card} aria-label={title} data-testid={testId} data-grows={grows}>
      <header className={classes.head}>
        {icon}
        <h3>{title}</h3>
        <span className={classes.gap} />
        {aside}
      </header>
      {children}
    </section>
  )
}
