// A new connection: which kind of cloud, and what a person calls it. Its id is made of that name here, once.
// data-testid: connection-kind-<kind>, connection-new-name, connection-create, connection-cancel.
import { Button, TextInput } from '@mantine/core'
import { IconCloudPlus, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { type ConnectionKind, connectionKinds } from '../../../../preload/contract/connection-facts.ts'
import { useTexts } from '../../../text/i18n.ts'
import { idOfName } from '../id-of-name.ts'
import { Section } from '../section.tsx'
import { type ConnectionDraft, newConnectionDraft } from './connection-draft.ts'
import classes from './connections.module.css'

export interface NewConnectionProps {
  readonly taken: ReadonlySet<string>
  readonly create: (draft: ConnectionDraft) => void
  /** Null: there is nothing to go back to. */
  readonly cancel: (() => void) | null
}

export function NewConnection({ taken, create, cancel }: NewConnectionProps) {
  const { t } = useTexts()
  const [kind, setKind] = useState<ConnectionKind>('xlink')
  const [typed, setTyped] = useState('')
  const name = typed.trim() || t(`connections.kind.${kind}`)
  const connectionId = idOfName(name, kind, taken)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create(newConnectionDraft(kind, connectionId, name))
  }
  return (
    <Section
      title={t('connections.newTitle')}
      icon={<IconCloudPlus size={20} aria-hidden="true" />}
      className={classes.newSection}
    >
      <form className={classes.form} onSubmit={submit}>
        <fieldset className={classes.kinds}>
          <legend>{t('connections.kindLabel')}</legend>
          {connectionKinds.map((one) => (
            <label key={one} className={classes.kind}>
              <input
                type="radio"
                name="connection-kind"
                checked={kind === one}
                data-testid={`connection-kind-${one}`}
                onChange={() => setKind(one)}
              />
              <span>
                <b>{t(`connections.kind.${one}`)}</b>
                {t(`connections.kindDetail.${one}`)}
              </span>
            </label>
          ))}
        </fieldset>
        <TextInput
          label={t('connections.newName')}
          description={t('connections.connectionId', { connectionId })}
          placeholder={t(`connections.kind.${kind}`)}
          value={typed}
          maxLength={60}
          autoFocus={cancel !== null}
          data-testid="connection-new-name"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button
            type="submit"
            leftSection={<IconPlus size={17} aria-hidden="true" />}
            data-testid="connection-create"
          >
            {t('connections.create')}
          </Button>
          {cancel && (
            <Button variant="default" data-testid="connection-cancel" onClick={cancel}>
              {t('connections.cancel')}
            </Button>
          )}
        </div>
      </form>
    </Section>
  )
}
