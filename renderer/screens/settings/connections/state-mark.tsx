// The shape of a connection's state, and of one call's outcome in its test: colour is never the only sign.
import {
  type Icon,
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconLoader2,
  IconMinus,
  IconPencil,
  IconSquareXFilled,
} from '@tabler/icons-react'
import type { ConnectionCheck } from '../../../../preload/contract/connection.ts'
import type { ConnectionState } from './connection-state.ts'
import classes from './connections.module.css'

const shapes: Record<ConnectionState, Icon> = {
  unsaved: IconPencil,
  secretMissing: IconAlertTriangleFilled,
  untested: IconCircleDashed,
  testing: IconLoader2,
  works: IconCircleCheckFilled,
  failed: IconSquareXFilled,
}

export function ConnectionStateMark({ state }: { state: ConnectionState }) {
  const Shape = shapes[state]
  return (
    <Shape
      size={17}
      stroke={2}
      className={state === 'testing' ? classes.turning : undefined}
      aria-hidden="true"
    />
  )
}

const outcomes: Record<ConnectionCheck['outcome'], Icon> = {
  works: IconCircleCheckFilled,
  failed: IconSquareXFilled,
  notTried: IconMinus,
}

export function OutcomeMark({ outcome }: { outcome: ConnectionCheck['outcome'] }) {
  const Shape = outcomes[outcome]
  return <Shape size={18} stroke={2.5} aria-hidden="true" />
}
