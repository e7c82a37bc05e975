// How many devices are selected, and what can be done with them. data-testid: lan-selected-count, lan-place, lan-remove,
// lan-push.
import { Button } from '@mantine/core'
import { IconDownload, IconMinus, IconPlus } from '@tabler/icons-react'
import type { LanDevice } from '../../../preload/contract/lan.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useTexts } from '../../text/i18n.ts'
import classes from './lan-screen.module.css'

export interface SelectionBarProps {
  readonly devices: readonly LanDevice[]
  readonly onPlace: () => void
  readonly onPush: () => void
}

export function SelectionBar({ devices, onPlace, onPush }: SelectionBarProps) {
  const { t } = useTexts()
  const slotIds = devices.flatMap(({ slotId }) => slotId ?? [])
  const none = devices.length === 0
  return (
    <div className={classes.selection}>
      <b className={classes.selected} role="status" data-testid="lan-selected-count">
        {t('lan.selected', { count: devices.length })}
      </b>
      {none && <span className={classes.hint}>{t('lan.selectHint')}</span>}
      {slotIds.length > 0 && (
        <ActionButton
          testId="lan-remove"
          needs="lan.remove"
          label={t('lan.remove')}
          icon={<IconMinus size={17} aria-hidden="true" />}
          ask={(client) => client.lan.remove({ slotIds })}
        />
      )}
      <Button
        variant="default"
        leftSection={<IconPlus size={17} aria-hidden="true" />}
        disabled={none}
        data-testid="lan-place"
        onClick={onPlace}
      >
        {t('lan.place')}
      </Button>
      <Button
        leftSection={<IconDownload size={17} aria-hidden="true" />}
        disabled={none}
        data-testid="lan-push"
        onClick={onPush}
      >
        {t('lan.push')}
      </Button>
    </div>
  )
}
