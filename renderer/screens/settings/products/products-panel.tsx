// Which cloud each product belongs to, and how the copies of its tasks and firmware list stand.
import type { Settings } from '../../../../preload/contract/model.ts'
import type { Draft, DraftProblems } from '../draft.ts'
import { ProductTable } from './product-table.tsx'
import classes from './products.module.css'
import { SyncPanel } from './sync-panel.tsx'

export interface ProductsPanelProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
  readonly problems: DraftProblems['products']
  readonly saved: Settings
  /** Something in the form was not saved. */
  readonly changed: boolean
}

export function ProductsPanel({ draft, change, problems, saved, changed }: ProductsPanelProps) {
  return (
    <div className={classes.panel}>
      <ProductTable draft={draft} change={change} problems={problems} />
      <SyncPanel settings={saved} changed={changed} />
    </div>
  )
}
