// Passwords that devices want before they take an update: one for all devices of a profile. They go in and never come out.
// data-testid: settings-lan-password-profile, -value, -remove-<profile>, -row-<profile>.
import { ActionIcon, Button, PasswordInput } from '@mantine/core'
import { IconArrowBackUp, IconKey, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import { Section } from '../section.tsx'
import classes from '../settings-screen.module.css'
import { profilesWithPassword } from './lan-draft.ts'
import type { LanPanelProps } from './lan-panel.tsx'

export function PasswordFields({ draft, change, secrets }: LanPanelProps) {
  const { t } = useTexts()
  const profiles = useStation((state) => state.picture?.profiles) ?? []
  const [profileId, setProfileId] = useState('')
  const [password, setPassword] = useState('')
  const { passwords } = draft
  const nameOf = (id: string) => profiles.find((profile) => profile.profileId === id)?.name ?? id
  const listed = [...new Set([...profilesWithPassword(secrets?.stored ?? []), ...Object.keys(passwords)])]
  const put = (id: string, value: string) => change({ passwords: { ...passwords, [id]: value } })
  const undo = (id: string) => {
    const { [id]: _, ...rest } = passwords
    change({ passwords: rest })
  }
  return (
    <Section title={t('lanSettings.passwords')} icon={<IconKey size={20} aria-hidden="true" />}>
      <p className={classes.hint}>{t('lanSettings.passwordsHint')}</p>
      {listed.map((id) => {
        const typed = passwords[id]
        const state = typed === undefined ? 'stored' : typed === '' ? 'toForget' : 'toStore'
        return (
          <div
            key={id}
            className={classes.passwordRow}
            data-testid={`settings-lan-password-row-${id}`}
            data-state={state}
          >
            <span className={classes.passwordOf}>{nameOf(id)}</span>
            <span className={classes.hint}>{t(`lanSettings.passwordState.${state}`)}</span>
            <ActionIcon
              variant="default"
              size={34}
              data-testid={`settings-lan-password-remove-${id}`}
              aria-label={t(typed === undefined ? 'lanSettings.forgetPassword' : 'lanSettings.undoPassword', {
                profile: nameOf(id),
              })}
              onClick={() => (typed === undefined ? put(id, '') : undo(id))}
            >
              {typed === undefined ? <IconTrash size={17} /> : <IconArrowBackUp size={17} />}
            </ActionIcon>
          </div>
        )
      })}
      <div className={classes.halves}>
        <Choice
          label={t('settings.profile')}
          value={profileId}
          testId="settings-lan-password-profile"
          options={[
            { value: '', label: t('settings.chooseProfile') },
            ...profiles.map((profile) => ({ value: profile.profileId, label: profile.name })),
          ]}
          onChange={setProfileId}
        />
        <PasswordInput
          label={t('lanSettings.password')}
          value={password}
          maxLength={4096}
          autoComplete="new-password"
          visibilityToggleButtonProps={{ 'aria-label': t('connections.showTyped') }}
          data-testid="settings-lan-password-value"
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
      </div>
      <Button
        variant="default"
        disabled={profileId === '' || password === ''}
        data-testid="settings-lan-password-add"
        onClick={() => {
          put(profileId, password)
          setProfileId('')
          setPassword('')
        }}
      >
        {t('lanSettings.addPassword')}
      </Button>
    </Section>
  )
}
