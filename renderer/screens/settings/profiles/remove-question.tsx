// Asks before a profile of the plant is removed, and says what comes then. data-testid: profile-remove-anyway, profile-keep.
import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { ProfileEntry } from '../../../../preload/contract/profile.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { useTexts } from '../../../text/i18n.ts'
import classes from './profiles.module.css'

export interface RemoveQuestionProps {
  readonly entry: ProfileEntry
  /** The bench or a slot of it flashes by this profile. */
  readonly isUsed: boolean
  readonly removed: () => void
  readonly keep: () => void
}

export function RemoveQuestion({ entry, isUsed, removed, keep }: RemoveQuestionProps) {
  const { t } = useTexts()
  const { profileId, name, hidesBuiltIn } = entry
  const question = hidesBuiltIn ? 'takeBackQuestion' : isUsed ? 'removeUsed' : 'removeQuestion'
  return (
    <div className={classes.question} role="alert">
      <span>{t(`profiles.${question}`, { name })}</span>
      <ActionButton
        testId="profile-remove-anyway"
        needs="profiles.remove"
        label={t(hidesBuiltIn ? 'profiles.takeBack' : 'profiles.remove')}
        icon={<IconTrash size={16} aria-hidden="true" />}
        className={classes.danger}
        ask={async (client) => {
          await client.profiles.remove({ profileId })
          removed()
        }}
      />
      <Button size="sm" variant="default" data-testid="profile-keep" onClick={keep}>
        {t('connections.keep')}
      </Button>
    </div>
  )
}
