// One profile to look at and to change: as a form or as JSON, with its mistakes. What is done with it as a whole:
// profile-actions.tsx. data-testid: profile-view-form, profile-view-json.
import { Button } from '@mantine/core'
import { IconBraces, IconForms } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import type { ProfileMistake } from '../../../../preload/contract/profile.ts'
import { useTexts } from '../../../text/i18n.ts'
import { FieldView } from './field-view.tsx'
import { type FormAccess, focusPlace } from './form-access.ts'
import { goTo, JsonView } from './json-view.tsx'
import { MistakeList } from './mistake-list.tsx'
import { isBroken, type ProfileEdit, shownAs, withText } from './profile-edits.ts'
import fieldClasses from './profile-fields.module.css'
import classes from './profiles.module.css'
import type { Field } from './schema-fields.ts'

export interface ProfileFormProps {
  readonly edit: ProfileEdit
  /** Empty: no protocol has this name. */
  readonly fields: readonly Field[]
  readonly mistakes: readonly ProfileMistake[]
  readonly total: number
  readonly change: FormAccess['change']
  /** Stands at the right of the choice of views. */
  readonly side: ReactNode
}

export function ProfileForm({ edit, fields, mistakes, total, change, side }: ProfileFormProps) {
  const { t } = useTexts()
  const area = useRef<HTMLTextAreaElement>(null)
  const isJson = edit.text !== null
  const view = isJson ? 'json' : 'form'
  // A form would lose what is no JSON yet, and has no fields for a protocol that it does not know.
  const reason = isJson && (isBroken(edit) || fields.length === 0) ? t('profiles.jsonFirst') : undefined
  return (
    <>
      <div className={classes.bar}>
        <fieldset className={classes.views} aria-label={t('profiles.views')}>
          {(['form', 'json'] as const).map((one) => {
            const Icon = one === 'json' ? IconBraces : IconForms
            return (
              <Button
                key={one}
                size="xs"
                variant={view === one ? 'filled' : 'default'}
                aria-pressed={view === one}
                disabled={one === 'form' && reason !== undefined}
                title={one === 'form' ? reason : undefined}
                leftSection={<Icon size={16} aria-hidden="true" />}
                data-testid={`profile-view-${one}`}
                onClick={() => change((now) => shownAs(now, one))}
              >
                {t(`profiles.view.${one}`)}
              </Button>
            )
          })}
        </fieldset>
        {side}
      </div>
      <MistakeList
        mistakes={mistakes}
        total={total}
        withLines={isJson}
        go={({ place, line, column }) => (isJson ? goTo(area.current, line, column) : focusPlace(place))}
      />
      {edit.text !== null && (
        <JsonView
          text={edit.text}
          wrong={new Set(mistakes.map(({ line }) => line))}
          area={area}
          change={(text) => change((now) => withText(now, text))}
        />
      )}
      {!isJson && (
        <div className={fieldClasses.fields}>
          {fields.map((field) => (
            <FieldView key={field.name} field={field} path={[field.name]} form={{ edit, mistakes, change }} />
          ))}
        </div>
      )}
    </>
  )
}
