// A new profile: the protocol that it speaks, with nothing but that protocol's defaults, and what people call the board.
// data-testid: profile-new-protocol, profile-new-name, profile-create, profile-cancel.
import { Button, TextInput } from '@mantine/core'
import { IconAdjustmentsPlus, IconPlus } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import { Choice } from '../choice.tsx'
import { idOfName } from '../id-of-name.ts'
import { Section } from '../section.tsx'
import type { JsonObject } from './json-draft.ts'
import classes from './profiles.module.css'

const knownProtocols = ['esp', 'stm32', 'avr', 'smp', 'xmodem', 'ymodem'] as const

export interface NewProfileProps {
  readonly protocols: readonly string[]
  readonly taken: ReadonlySet<string>
  readonly create: (data: JsonObject) => void
  readonly cancel: () => void
}

export function NewProfile({ protocols, taken, create, cancel }: NewProfileProps) {
  const { t } = useTexts()
  const [protocol, setProtocol] = useState(protocols[0] ?? '')
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  const profileId = idOfName(name, protocol, taken)
  const nameOf = (value: string) => {
    const known = knownProtocols.find((one) => one === value)
    return known ? `${value} · ${t(`profiles.protocolOf.${known}`)}` : value
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name !== '') create({ profileId, name, protocol })
  }
  return (
    <Section
      title={t('profiles.newTitle')}
      icon={<IconAdjustmentsPlus size={20} aria-hidden="true" />}
      className={classes.newSection}
    >
      <p className={classes.hint}>{t('profiles.newHint')}</p>
      <form className={classes.form} onSubmit={submit}>
        <Choice
          label={t('profiles.newProtocol')}
          value={protocol}
          testId="profile-new-protocol"
          options={protocols.map((value) => ({
            value,
            label: nameOf(value),
          }))}
          onChange={setProtocol}
        />
        <TextInput
          label={t('profiles.newName')}
          description={t('profiles.newId', { profileId })}
          value={typed}
          maxLength={80}
          autoFocus
          required
          data-testid="profile-new-name"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={classes.buttons}>
          <Button
            type="submit"
            leftSection={<IconPlus size={17} aria-hidden="true" />}
            data-testid="profile-create"
          >
            {t('profiles.create')}
          </Button>
          <Button variant="default" data-testid="profile-cancel" onClick={cancel}>
            {t('connections.cancel')}
          </Button>
        </div>
      </form>
    </Section>
  )
}
