// The profile that is shown: where it comes from, its form, and what can be done with it. Holds no edit itself
// (profile-edits.ts): looking at another profile loses nothing.
// data-testid: profile-editor (data-profile, data-origin, data-changed), profile-origin.
import { IconAdjustments } from '@tabler/icons-react'
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { Settings } from '../../../../preload/contract/model.ts'
import type { ProfileList } from '../../../../preload/contract/profile.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import type { FormAccess } from './form-access.ts'
import { type JsonObject, sameJson } from './json-draft.ts'
import {
  dropEdit,
  editOf,
  isBroken,
  isChanged,
  isNewKey,
  textToCheck,
  updateEdit,
  useProfileEdits,
} from './profile-edits.ts'
import { ProfileForm } from './profile-form.tsx'
import { brokenFileOf, takenMistake } from './profile-problems.ts'
import { ProfileSave } from './profile-save.tsx'
import { ProfileTools } from './profile-tools.tsx'
import { profileUseOf } from './profile-use.ts'
import classes from './profiles.module.css'
import { RemoveQuestion } from './remove-question.tsx'
import { fieldsOf } from './schema-fields.ts'
import { useProfileCheck, useProfileDetail } from './use-profiles.ts'

export interface ProfileEditorProps {
  readonly editKey: string
  readonly list: ProfileList
  readonly schemas: Readonly<Record<string, JsonObject>>
  readonly settings: Settings
  readonly giveToBench: (profileId: string) => void
  readonly justSaved: boolean
  readonly show: (key: string | null, isSaved?: boolean) => void
}

export function ProfileEditor(props: ProfileEditorProps) {
  const { editKey, list, schemas, settings, giveToBench, justSaved, show } = props
  const { t } = useTexts()
  const slots = useStation((state) => state.picture?.slots) ?? {}
  const [asking, setAsking] = useState(false)
  const own = isNewKey(editKey) ? null : editKey
  const detail = useProfileDetail(own, list)
  const saved = detail?.profile ?? null
  const kept = useProfileEdits((edits) => edits[editKey])
  const edit = kept ?? (saved ? editOf(saved) : null)
  const check = useProfileCheck(edit ? textToCheck(edit) : '{}')
  const protocol = String(edit?.data.protocol)
  const schema = schemas[protocol]
  const fields = useMemo(() => (schema ? fieldsOf(schema, protocol) : []), [schema, protocol])
  const isDone = kept?.text === null && saved !== null && !isBroken(kept) && sameJson(kept.data, saved)
  // What is as its file says it is no edit any more, and is shown as the station has it.
  useEffect(() => {
    if (isDone) dropEdit(editKey)
  }, [isDone, editKey])
  const change = useCallback<FormAccess['change']>(
    (update) => updateEdit(editKey, saved, update),
    [editKey, saved],
  )
  if (!edit) return null
  const { profileId } = edit.data
  const entry = list.profiles.find((one) => one.profileId === own)
  const origin = entry?.origin ?? 'new'
  const changed = isChanged(edit)
  const taken = takenMistake(profileId, own, list.profiles)
  const mistakes = [
    ...(taken ? [taken] : []),
    ...(check?.mistakes ?? []),
    ...(edit.refused ? [edit.refused] : []),
  ]
  const use = profileUseOf(editKey, settings, slots)
  const broken = brokenFileOf(profileId, list.problems)
  const hides = list.profiles.some((one) => one.profileId === profileId && one.origin === 'builtIn')
  const facts = entry?.hidesBuiltIn ? 'hides' : origin === 'new' && hides ? 'willHide' : origin
  return (
    <Section
      title={String(edit.data.name ?? '') || t('profiles.unnamed')}
      icon={<IconAdjustments size={20} aria-hidden="true" />}
      className={classes.editor}
      side={
        <ProfileSave
          {...{ editKey, edit, fields, changed, show }}
          isNew={own === null}
          isWrong={mistakes.length > 0}
          justSaved={justSaved && !changed}
        />
      }
    >
      <p
        className={classes.hint}
        data-testid="profile-editor"
        data-profile={own ?? ''}
        data-origin={origin}
        data-changed={changed}
      >
        <b data-testid="profile-origin">{t(`profiles.origin.${origin}`)}</b>{' '}
        {t(`profiles.originHint.${facts}`)}
      </p>
      {broken !== null && <p className={classes.warning}>{t('profiles.overBroken', { file: broken })}</p>}
      {asking && entry && (
        <RemoveQuestion
          entry={entry}
          isUsed={use.bench || use.slots > 0}
          keep={() => setAsking(false)}
          removed={() => {
            setAsking(false)
            dropEdit(editKey)
            if (!entry.hidesBuiltIn) show(null)
          }}
        />
      )}
      <ProfileForm
        {...{ edit, fields, mistakes }}
        total={check?.total ?? 0}
        change={change}
        side={
          <ProfileTools
            {...{ edit, list, settings, changed, asking, giveToBench, show }}
            entry={entry ?? null}
            ask={() => setAsking(!asking)}
          />
        }
      />
    </Section>
  )
}
