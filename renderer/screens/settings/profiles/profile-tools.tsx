// What can be done with a profile besides saving it: use it for the bench, copy it, remove it or take it back to the
// built-in one. data-testid: profile-use, profile-copy, profile-remove.
import { Button } from '@mantine/core'
import { IconArrowBackUp, IconCopy, IconCpu, IconTrash } from '@tabler/icons-react'
import type { Settings } from '../../../../preload/contract/model.ts'
import type { ProfileEntry, ProfileList } from '../../../../preload/contract/profile.ts'
import type { StationClient } from '../../../api/client.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { takeSettings } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { idOfName } from '../id-of-name.ts'
import { addEdit, isBroken, type ProfileEdit } from './profile-edits.ts'
import classes from './profiles.module.css'

export interface ProfileToolsProps {
  readonly edit: ProfileEdit
  /** Null: it is new. */
  readonly entry: ProfileEntry | null
  readonly list: ProfileList
  readonly settings: Settings
  readonly changed: boolean
  readonly asking: boolean
  readonly ask: () => void
  readonly giveToBench: (profileId: string) => void
  readonly show: (key: string) => void
}

export function ProfileTools(props: ProfileToolsProps) {
  const { edit, entry, list, settings, changed, asking, ask, giveToBench, show } = props
  const { t } = useTexts()
  const { bench } = settings
  const use = async (client: StationClient) => {
    if (!entry || !bench) return
    const { profileId } = entry
    const wanted = { ...settings, bench: { ...bench, profileId } }
    takeSettings(await client.settings.set({ settings: wanted, secrets: {} }))
    giveToBench(profileId)
  }
  const copy = () => {
    const { data } = edit
    const taken = new Set(list.profiles.map(({ profileId }) => profileId))
    const profileId = idOfName(String(data.profileId), 'profile', taken)
    const name = t('profiles.copyName', { name: String(data.name ?? '') }).slice(0, 80)
    show(addEdit({ ...data, profileId, name }))
  }
  const reason = () => {
    if (bench === null) return t('profiles.noBench')
    if (bench.profileId === entry?.profileId) return t('profiles.usedAlready')
    return changed ? t('settings.saveFirst') : null
  }
  const RemoveIcon = entry?.hidesBuiltIn ? IconArrowBackUp : IconTrash
  return (
    <div className={classes.tools}>
      {entry && (
        <ActionButton
          testId="profile-use"
          needs="settings.set"
          label={t('profiles.use')}
          icon={<IconCpu size={17} aria-hidden="true" />}
          reason={reason()}
          ask={use}
        />
      )}
      <Button
        variant="default"
        size="sm"
        leftSection={<IconCopy size={17} aria-hidden="true" />}
        disabled={isBroken(edit)}
        data-testid="profile-copy"
        onClick={copy}
      >
        {t('profiles.copy')}
      </Button>
      {entry?.origin === 'plant' && (
        <Button
          variant="default"
          size="sm"
          leftSection={<RemoveIcon size={17} aria-hidden="true" />}
          aria-expanded={asking}
          data-testid="profile-remove"
          onClick={ask}
        >
          {t(entry.hidesBuiltIn ? 'profiles.takeBack' : 'profiles.remove')}
        </Button>
      )}
    </div>
  )
}
