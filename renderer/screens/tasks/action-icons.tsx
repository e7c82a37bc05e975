// The icons of what can be done to a task.
import {
  IconCertificate,
  IconCheck,
  IconPlayerPlayFilled,
  IconPlayerStopFilled,
  IconRouteAltLeft,
  IconSend,
  IconTrash,
  IconX,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TaskAction } from '../../../preload/contract/task-view.ts'

export const actionIcons: Readonly<Record<TaskAction, ReactNode>> = {
  start: <IconPlayerPlayFilled size={16} aria-hidden="true" />,
  stop: <IconPlayerStopFilled size={16} aria-hidden="true" />,
  delete: <IconTrash size={16} aria-hidden="true" />,
  promote: <IconCertificate size={16} aria-hidden="true" />,
  submit: <IconSend size={16} aria-hidden="true" />,
  approve: <IconCheck size={16} aria-hidden="true" />,
  reject: <IconX size={16} aria-hidden="true" />,
  changeDevices: <IconRouteAltLeft size={16} aria-hidden="true" />,
}
