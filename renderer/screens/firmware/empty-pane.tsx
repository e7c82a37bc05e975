// A list that has nothing to show: why, and what to do about it.
import type { Icon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './firmware-screen.module.css'

export interface EmptyPaneProps {
  readonly testId: string
  readonly icon: Icon
  readonly title: string
  readonly detail?: string
  readonly reason?: string
  /** What can be done. */
  readonly children?: ReactNode
}

export function EmptyPane({ testId, icon: Sign, title, detail, reason, children }: EmptyPaneProps) {
  return (
    <div className={classes.empty} data-testid={testId} data-reason={reason}>
      <Sign size={44} stroke={1.3} aria-hidden="true" />
      <h3>{title}</h3>
      {detail !== undefined && <p>{detail}</p>}
      {children}
    </div>
  )
}
