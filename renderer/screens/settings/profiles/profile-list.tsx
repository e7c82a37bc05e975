// All profiles: those of the plant and those that come with the program, and edits that have no file yet. Choosing one
// shows it. data-testid: profile-item (data-profile, data-origin, data-hides, data-used, data-edited), profile-new.
import { Button } from '@mantine/core'
import { IconAdjustments, IconPlus } from '@tabler/icons-react'
import type { Settings } from '../../../../preload/contract/model.ts'
import type { ProfileList as Listed } from '../../../../preload/contract/profile.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { isChanged, isNewKey, type ProfileEdit, useProfileEdits } from './profile-edits.ts'
import { ProfileItem } from './profile-item.tsx'
import { profileUseOf } from './profile-use.ts'
import classes from './profiles.module.css'

export interface ProfileListProps {
  readonly list: Listed
  readonly settings: Settings
  readonly shownKey: string | null
  readonly adding: boolean
  readonly show: (key: string) => void
  readonly add: () => void
}

export function ProfileList({ list, settings, shownKey, adding, show, add }: ProfileListProps) {
  const { t } = useTexts()
  const edits = useProfileEdits()
  const slots = useStation((state) => state.picture?.slots) ?? {}
  const made = Object.entries(edits).filter(([key]) => isNewKey(key))
  const item = (key: string) => ({
    isShown: key === shownKey,
    isEdited: isEdited(edits[key]),
    show: () => show(key),
  })
  const newOnes = made.map(([key, { data }]) => (
    <ProfileItem
      key={key}
      {...item(key)}
      entry={{
        profileId: '',
        name: String(data.name ?? '') || t('profiles.unnamed'),
        protocol: String(data.protocol ?? ''),
        chips: [],
        origin: 'plant',
        hidesBuiltIn: false,
      }}
      use={{ bench: false, slots: 0 }}
    />
  ))
  const stored = (origin: 'plant' | 'builtIn') =>
    list.profiles
      .filter((entry) => entry.origin === origin)
      .map((entry) => (
        <ProfileItem
          key={entry.profileId}
          {...item(entry.profileId)}
          entry={entry}
          use={profileUseOf(entry.profileId, settings, slots)}
        />
      ))
  const plant = [...newOnes, ...stored('plant')]
  return (
    <Section
      title={t('profiles.title')}
      icon={<IconAdjustments size={20} aria-hidden="true" />}
      className={classes.listSection}
      side={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={16} aria-hidden="true" />}
          aria-pressed={adding}
          data-testid="profile-new"
          onClick={add}
        >
          {t('profiles.new')}
        </Button>
      }
    >
      <p className={classes.hint}>{t('profiles.hint')}</p>
      <h3>{t('profiles.ofPlant')}</h3>
      {plant.length > 0 ? (
        <ul className={classes.list}>{plant}</ul>
      ) : (
        <p className={classes.hint}>{t('profiles.noneOfPlant')}</p>
      )}
      <h3>{t('profiles.builtIn')}</h3>
      <ul className={classes.list}>{stored('builtIn')}</ul>
    </Section>
  )
}

const isEdited = (edit: ProfileEdit | undefined) => edit !== undefined && isChanged(edit)
