// A button that asks the station for something: busy while it waits, and when it cannot be used it says why. What the
// station refuses is said by the notice bar, or where `onFailed` puts it.
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { type CallError, callErrorOf } from '../api/call-error.ts'
import type { StationClient } from '../api/client.ts'
import { showNotice, useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import { type Procedure, useMayCall } from './use-may.ts'

export interface ActionButtonProps {
  readonly label: string
  readonly icon: ReactNode
  readonly testId: string
  readonly ask: (client: StationClient) => Promise<unknown>
  /** Takes what went wrong, and null with the next attempt. */
  readonly onFailed?: (error: CallError | null) => void
  /** Why it cannot be used now; null when it can. */
  readonly reason?: string | null
  readonly look?: 'filled' | 'default' | 'onResult'
  readonly iconOnly?: boolean
  readonly size?: 'sm' | 'md' | 'lg'
  readonly className?: string | undefined
  /** What it calls: whose role may not is not offered it. */
  readonly needs?: Procedure
}

export function ActionButton(props: ActionButtonProps) {
  const { label, icon, testId, ask, look = 'default', iconOnly = false, size = 'sm', className } = props
  const { onFailed = showNotice } = props
  const { t } = useTexts()
  const client = useStation((state) => state.client)
  const [busy, setBusy] = useState(false)
  const may = useMayCall(props.needs ?? null)
  const reason = client === null ? t('connection.offlineReason') : (props.reason ?? null)
  const run = async () => {
    if (reason !== null || client === null || busy) return
    setBusy(true)
    try {
      if (props.onFailed) onFailed(null)
      await ask(client)
    } catch (error) {
      onFailed(callErrorOf(error))
    } finally {
      setBusy(false)
    }
  }
  if (!may) return null
  const shared = {
    onClick: run,
    'data-testid': testId,
    'data-look': look,
    // Stays reachable by keyboard when it cannot be used, so that its reason can be read.
    'aria-disabled': reason !== null,
    ...(reason === null ? {} : { 'data-disabled': true }),
    ...(className === undefined ? {} : { className }),
  }
  const button = iconOnly ? (
    <ActionIcon
      {...shared}
      aria-label={label}
      variant="default"
      size={size === 'sm' ? 34 : 42}
      aria-busy={busy}
    >
      {icon}
    </ActionIcon>
  ) : (
    <Button
      {...shared}
      variant={look === 'filled' ? 'filled' : 'default'}
      size={size}
      leftSection={icon}
      aria-busy={busy}
    >
      {label}
    </Button>
  )
  const hint = reason ?? (iconOnly ? label : null)
  return (
    <Tooltip
      label={hint}
      disabled={hint === null}
      openDelay={200}
      events={{ hover: true, focus: true, touch: true }}
    >
      {button}
    </Tooltip>
  )
}
