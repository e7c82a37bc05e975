// The mark of each state of a message.
import {
  type Icon,
  IconBan,
  IconCircleCheckFilled,
  IconClockHour4,
  IconPackageExport,
  IconSquareXFilled,
} from '@tabler/icons-react'
import type { OutboxState } from '../../preload/contract/model.ts'

export const outboxMarks: Record<OutboxState, Icon> = {
  waiting: IconClockHour4,
  sent: IconCircleCheckFilled,
  dead: IconSquareXFilled,
  dismissed: IconBan,
  exported: IconPackageExport,
}
