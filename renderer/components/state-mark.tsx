// The shape of a state: every state has its own, so that colour is never the only sign.
import {
  type Icon,
  IconAlertTriangleFilled,
  IconBolt,
  IconCircleCheckFilled,
  IconForbidFilled,
  IconHandStop,
  IconPlugConnected,
  IconPlugOff,
  IconSquareXFilled,
} from '@tabler/icons-react'
import type { SlotState } from '../store/slot-state.ts'

const shapes: Record<SlotState, Icon> = {
  empty: IconPlugOff,
  ready: IconPlugConnected,
  running: IconBolt,
  passed: IconCircleCheckFilled,
  failed: IconSquareXFilled,
  refused: IconHandStop,
  cancelled: IconForbidFilled,
  interrupted: IconAlertTriangleFilled,
}

export function StateMark({ state, size }: { state: SlotState; size: number | string }) {
  const Shape = shapes[state]
  return <Shape size={size} stroke={2} aria-hidden="true" />
}
