// One place of the bench. data-testid: slot-rename, slot-rename-input, slot-rename-save, slot-forget.
import { ActionIcon, TextInput } from '@mantine/core'
import { IconCheck, IconPencil, IconPlugConnected, IconPlugOff, IconTrash, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionButton } from '../../../components/action-button.tsx'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { shownAddress, slotName } from '../../../text/slot-name.ts'
import classes from './slots.module.css'

export function SlotRow({ slotId, place }: { slotId: string; place: number }) {
  const { t } = useTexts()
  const slot = useStation(({ picture }) => picture?.slots[slotId])
  const mayRename = useMay('slotMap', 'rename')
  const mayForget = useMay('slotMap', 'forget')
  const [typed, setTyped] = useState<string | null>(null)
  if (!slot) return null
  const name = slotName(t, slot.name || slotId)
  return (
    <tr data-testid="slot-row" data-slot={slotId}>
      <td className={classes.place}>{place}</td>
      <td>
        {typed === null ? (
          <b>{name}</b>
        ) : (
          <form className={classes.rename} onSubmit={(event) => event.preventDefault()}>
            <TextInput
              size="sm"
              autoFocus
              aria-label={t('slotMap.name')}
              maxLength={40}
              value={typed}
              data-testid="slot-rename-input"
              onChange={(event) => setTyped(event.currentTarget.value)}
              onKeyDown={(event) => event.key === 'Escape' && setTyped(null)}
            />
            <ActionButton
              testId="slot-rename-save"
              label={t('slotMap.save')}
              icon={<IconCheck size={17} stroke={3} aria-hidden="true" />}
              iconOnly
              reason={typed.trim() === '' ? t('slotMap.nameMissing') : null}
              ask={async (client) => {
                await client.slotMap.rename({ slotId, name: typed })
                setTyped(null)
              }}
            />
            <ActionIcon
              variant="default"
              size={34}
              aria-label={t('slotMap.keepName')}
              onClick={() => setTyped(null)}
            >
              <IconX size={17} />
            </ActionIcon>
          </form>
        )}
      </td>
      <td className={classes.where}>
        <span className="fl-mono">{shownAddress(slot.address)}</span>
        <small title={slotId}>{slot.hint ?? t(`slotMap.kind.${slot.kind}`)}</small>
      </td>
      <td>
        <span className={classes.now} data-present={slot.present}>
          {slot.present ? (
            <IconPlugConnected size={17} aria-hidden="true" />
          ) : (
            <IconPlugOff size={17} aria-hidden="true" />
          )}
          {t(slot.present ? 'slotMap.plugged' : 'slotMap.empty')}
        </span>
      </td>
      <td className={classes.actions}>
        {mayRename && typed === null && (
          <ActionIcon
            variant="default"
            size={34}
            aria-label={t('slotMap.rename', { slot: name })}
            title={t('slotMap.rename', { slot: name })}
            data-testid="slot-rename"
            onClick={() => setTyped(name)}
          >
            <IconPencil size={17} />
          </ActionIcon>
        )}
        {mayForget && slot.kind === 'usb' && (
          <ActionButton
            testId="slot-forget"
            label={t('slotMap.forget', { slot: name })}
            icon={<IconTrash size={17} aria-hidden="true" />}
            iconOnly
            reason={slot.present ? t('slotMap.forgetPlugged') : null}
            ask={(client) => client.slotMap.forget({ slotId })}
          />
        )}
      </td>
    </tr>
  )
}
