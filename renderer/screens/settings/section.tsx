// One framed part of the settings with its heading.
import type { ReactNode } from 'react'
import classes from './settings-screen.module.css'

export interface SectionProps {
  readonly title: string
  readonly icon: ReactNode
  /** Stands at the right of the heading. */
  readonly side?: ReactNode
  readonly className?: string | undefined
  readonly children: ReactNode
}

export function Section({ title, icon, side, className = '', children }: SectionProps) {
  return (
    <section className={`${classes.section} ${className}`}>
      <div className={classes.sectionHead}>
        <h2>
          {icon}
          {title}
        </h2>
        {side}
      </div>
      {children}
    </section>
  )
}
