// Saving what was edited, or dropping it. data-testid: profile-save, profile-saved (data-saved), profile-discard.
import { Button } from '@mantine/core'
import { IconCheck, IconDeviceFloppy } from '@tabler/icons-react'
import { callErrorOf } from '../../../api/call-error.ts'
import type { StationClient } from '../../../api/client.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { dropEdit, isBroken, type ProfileEdit, profileToSave, putEdit } from './profile-edits.ts'
import { refusedMistake } from './profile-problems.ts'
import classes from './profiles.module.css'
import type { Field } from './schema-fields.ts'

export interface ProfileSaveProps {
  readonly editKey: string
  readonly edit: ProfileEdit
  readonly fields: readonly Field[]
  readonly isNew: boolean
  readonly changed: boolean
  /** The station found mistakes. */
  readonly isWrong: boolean
  readonly justSaved: boolean
  readonly show: (key: string | null, isSaved?: boolean) => void
}

export function ProfileSave(props: ProfileSaveProps) {
  const { editKey, edit, fields, isNew, changed, isWrong, justSaved, show } = props
  const { t } = useTexts()
  const fixFirst = isWrong || isBroken(edit) ? t('settings.fixFirst') : null
  const save = async (client: StationClient) => {
    const profile = profileToSave(edit, fields)
    try {
      const { profileId } = await client.profiles.save({ profile })
      // Under another id it has become another profile, and this one is as it was.
      if (profileId === editKey) putEdit(editKey, { ...edit, saved: profile, data: profile, refused: null })
      else dropEdit(editKey)
      show(profileId, true)
    } catch (error) {
      const refused = refusedMistake(callErrorOf(error))
      if (!refused) throw error
      putEdit(editKey, { ...edit, refused })
    }
  }
  return (
    <div className={classes.saving}>
      <span className={classes.saved} role="status" data-testid="profile-saved" data-saved={justSaved}>
        {justSaved && (
          <>
            <IconCheck size={16} stroke={3} aria-hidden="true" /> {t('settings.saved')}
          </>
        )}
      </span>
      {changed && (
        <Button
          variant="default"
          size="sm"
          data-testid="profile-discard"
          onClick={() => {
            dropEdit(editKey)
            if (isNew) show(null)
          }}
        >
          {t('settings.discard')}
        </Button>
      )}
      <ActionButton
        testId="profile-save"
        needs="profiles.save"
        label={t('profiles.save')}
        icon={<IconDeviceFloppy size={17} aria-hidden="true" />}
        look="filled"
        reason={changed ? fixFirst : t('settings.unchanged')}
        ask={save}
      />
    </div>
  )
}
