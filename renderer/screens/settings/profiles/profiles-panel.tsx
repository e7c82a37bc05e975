// The profiles of the station: what went wrong with files, the list, and the one that is being looked at.
import { useState } from 'react'
import type { Settings } from '../../../../preload/contract/model.ts'
import { FileProblems } from './file-problems.tsx'
import { NewProfile } from './new-profile.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { addEdit } from './profile-edits.ts'
import { ProfileList } from './profile-list.tsx'
import classes from './profiles.module.css'
import { useProfileList, useProfileSchemas } from './use-profiles.ts'

export interface ProfilesPanelProps {
  readonly settings: Settings
  /** The bench was given this profile: a form that is open elsewhere must not take it back. */
  readonly giveToBench: (profileId: string) => void
}

interface Shown {
  /** A profile's id or the key of an edit. Null: whatever comes first. */
  readonly key: string | null
  /** A new one is being made. */
  readonly isNew: boolean
  /** It has just been saved. */
  readonly isSaved: boolean
}

export function ProfilesPanel({ settings, giveToBench }: ProfilesPanelProps) {
  const list = useProfileList()
  const schemas = useProfileSchemas()
  const [shown, setShown] = useState<Shown>({ key: null, isNew: false, isSaved: false })
  if (!list || !schemas) return null
  const show = (key: string | null, isSaved = false) => setShown({ key, isNew: false, isSaved })
  const ofBench = list.profiles.find(({ profileId }) => profileId === settings.bench?.profileId)
  const key = shown.key ?? (ofBench ?? list.profiles[0])?.profileId ?? null
  return (
    <div className={classes.panel}>
      <div className={classes.column}>
        <FileProblems problems={list.problems} />
        <ProfileList
          list={list}
          settings={settings}
          shownKey={shown.isNew ? null : key}
          adding={shown.isNew}
          show={show}
          add={() => setShown({ key, isNew: true, isSaved: false })}
        />
      </div>
      {/* Another profile is read from its beginning. */}
      <div key={key} className={classes.column} data-scrolls>
        {shown.isNew && (
          <NewProfile
            protocols={Object.keys(schemas)}
            taken={new Set(list.profiles.map(({ profileId }) => profileId))}
            create={(data) => show(addEdit(data))}
            cancel={() => show(shown.key)}
          />
        )}
        {!shown.isNew && key !== null && (
          <ProfileEditor
            key={key}
            editKey={key}
            {...{ list, schemas, settings, giveToBench, show }}
            justSaved={shown.isSaved}
          />
        )}
      </div>
    </div>
  )
}
