// A column of facts: what, and how much.
import type { ReactNode } from 'react'
import classes from './detail-panel.module.css'

export interface Fact {
  readonly label: string
  /** Null: not known, and then not shown. */
  readonly value: ReactNode
  readonly isMono?: boolean
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  const known = facts.filter(({ value }) => value !== null && value !== '')
  return (
    <dl className={classes.facts}>
      {known.map(({ label, value, isMono }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd className={isMono ? 'fl-mono' : undefined}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
