// Signing in, in two steps: who it is, then the PIN. Where it stands: sign-in-dialog.tsx and sign-in-page.tsx.
// data-testid: sign-in-panel, sign-in-find, sign-in-operator (data-operator), sign-in-nobody.
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { Operator } from '../../../preload/contract/operators.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { useTexts } from '../../text/i18n.ts'
import { Avatar } from './avatar.tsx'
import { PinPad } from './pin-pad.tsx'
import classes from './sign-in.module.css'
import { useOperators } from './use-operators.ts'

/** From so many names on, one is found faster by typing. */
const manyNames = 12

export function SignInPanel() {
  const { operators, failed } = useOperators()
  const [chosenId, setChosenId] = useState<string | null>(null)
  const active = operators?.filter((operator) => operator.active) ?? null
  // Somebody who was removed meanwhile is nobody to choose.
  const chosen = active?.find(({ operatorId }) => operatorId === chosenId)
  return (
    <div className={classes.panel} data-testid="sign-in-panel">
      {chosen ? (
        <PinPad key={chosen.operatorId} operator={chosen} back={() => setChosenId(null)} />
      ) : (
        <Names operators={active} choose={({ operatorId }) => setChosenId(operatorId)} />
      )}
      <CallProblem error={failed} />
    </div>
  )
}

interface NamesProps {
  readonly operators: readonly Operator[] | null
  readonly choose: (operator: Operator) => void
}

function Names({ operators, choose }: NamesProps) {
  const { t } = useTexts()
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const found = operators?.filter(({ name }) => name.toLowerCase().includes(wanted)) ?? []
  return (
    <>
      <h2 className={classes.question}>{t('signIn.who')}</h2>
      {operators === null && <p className={classes.quiet}>{t('signIn.loading')}</p>}
      {operators?.length === 0 && (
        <p className={classes.quiet} data-testid="sign-in-nobody">
          {t('signIn.nobody')}
        </p>
      )}
      {operators && operators.length > manyNames && (
        <TextInput
          aria-label={t('signIn.find')}
          placeholder={t('signIn.find')}
          leftSection={<IconSearch size={18} aria-hidden="true" />}
          size="md"
          value={text}
          maxLength={60}
          data-testid="sign-in-find"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      )}
      {operators && operators.length > 0 && found.length === 0 && (
        <p className={classes.quiet}>{t('signIn.noMatch')}</p>
      )}
      <ul className={classes.names} data-many={found.length > 4}>
        {found.map((operator, index) => (
          <li key={operator.operatorId}>
            <button
              type="button"
              className={classes.name}
              data-testid="sign-in-operator"
              data-operator={operator.operatorId}
              // The panel was opened to choose a name.
              // biome-ignore lint/a11y/noAutofocus: as above
              autoFocus={index === 0 && operators !== null && operators.length <= manyNames}
              onClick={() => choose(operator)}
            >
              <Avatar name={operator.name} role={operator.role} size="md" />
              <span className={classes.person}>
                <b>{operator.name}</b>
                <span>{t(`role.${operator.role}`)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
