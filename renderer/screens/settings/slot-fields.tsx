// The slots typed by hand: one row each.
// data-testid: settings-slot-address, settings-slot-name, settings-slot-profile, settings-slot-product,
// settings-slot-remove, settings-add-slot.
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconNetwork, IconPlus, IconTrash } from '@tabler/icons-react'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { Choice } from './choice.tsx'
import type { Draft, SlotDraft } from './draft.ts'
import { Section } from './section.tsx'
import classes from './settings-screen.module.css'

const most = 64

export interface SlotFieldsProps {
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
}

export function SlotFields({ draft, change }: SlotFieldsProps) {
  const { t } = useTexts()
  const { slots } = draft
  const profiles = useStation((state) => state.picture?.profiles)
  const full = slots.length >= most
  const put = (key: number, part: Partial<SlotDraft>) =>
    change({ slots: slots.map((slot) => (slot.key === key ? { ...slot, ...part } : slot)) })
  return (
    <Section title={t('settings.slots')} icon={<IconNetwork size={20} aria-hidden="true" />}>
      <p className={classes.hint}>{t('settings.slotsHint')}</p>
      {slots.map(({ key, address, name, profileId, productId }) => (
        <div key={key} className={classes.slot}>
          <TextInput
            aria-label={t('settings.address')}
            placeholder={t('settings.address')}
            value={address}
            maxLength={300}
            className={classes.slotAddress ?? ''}
            data-testid="settings-slot-address"
            onChange={(event) => put(key, { address: event.currentTarget.value })}
          />
          <TextInput
            aria-label={t('settings.slotName')}
            placeholder={t('settings.slotName')}
            value={name}
            maxLength={40}
            className={classes.slotName ?? ''}
            data-testid="settings-slot-name"
            onChange={(event) => put(key, { name: event.currentTarget.value })}
          />
          <Choice
            className={classes.slotProfile ?? ''}
            label={t('settings.slotProfile')}
            labelHidden
            value={profileId}
            options={[
              { value: '', label: t('settings.slotBenchProfile') },
              ...(profiles ?? []).map((profile) => ({ value: profile.profileId, label: profile.name })),
            ]}
            testId="settings-slot-profile"
            onChange={(value) => put(key, { profileId: value })}
          />
          <TextInput
            aria-label={t('settings.slotProduct')}
            placeholder={t('settings.slotBenchProduct')}
            value={productId}
            maxLength={64}
            className={classes.slotProduct ?? ''}
            data-testid="settings-slot-product"
            onChange={(event) => put(key, { productId: event.currentTarget.value })}
          />
          <ActionIcon
            variant="default"
            size={36}
            className={classes.slotRemove ?? ''}
            data-testid="settings-slot-remove"
            aria-label={t('settings.removeSlot', { address })}
            title={t('settings.removeSlot', { address })}
            onClick={() => change({ slots: slots.filter((slot) => slot.key !== key) })}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={17} aria-hidden="true" />}
        disabled={full}
        title={full ? t('settings.slotsFull') : undefined}
        data-testid="settings-add-slot"
        onClick={() =>
          change({
            slots: [
              ...slots,
              {
                key: Math.max(-1, ...slots.map(({ key }) => key)) + 1,
                address: '',
                name: '',
                profileId: '',
                productId: '',
              },
            ],
          })
        }
      >
        {t('settings.addSlot')}
      </Button>
    </Section>
  )
}
