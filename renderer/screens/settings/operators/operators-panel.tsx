// Operators of this station and the rules of signing in. Operators are saved one by one; the rules with the settings.
// data-testid: operators-empty, operator-add.
import { Button } from '@mantine/core'
import { IconUserPlus, IconUserShield, IconUsers } from '@tabler/icons-react'
import { useState } from 'react'
import type { Operator } from '../../../../preload/contract/operators.ts'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { useOperators } from '../../sign-in/use-operators.ts'
import type { Draft } from '../draft.ts'
import { Section } from '../section.tsx'
import { formOf, newOperator, type OperatorForm } from './operator-draft.ts'
import { OperatorEditor } from './operator-editor.tsx'
import { OperatorTable } from './operator-table.tsx'
import classes from './operators.module.css'
import { SignInRules } from './sign-in-rules.tsx'

export interface OperatorsPanelProps {
  readonly signIn: Draft['signIn']
  readonly change: (signIn: Draft['signIn']) => void
}

export function OperatorsPanel({ signIn, change }: OperatorsPanelProps) {
  const { t } = useTexts()
  const { operators, failed } = useOperators()
  const [editing, setEditing] = useState<OperatorForm | null>(null)
  if (!operators) return <CallProblem error={failed} />
  const isEmpty = operators.length === 0
  const begin = (operator: Operator | null) => setEditing(operator ? formOf(operator) : newOperator(isEmpty))
  return (
    <div className={classes.columns}>
      <Section
        title={t('operators.title')}
        icon={<IconUsers size={20} aria-hidden="true" />}
        side={
          <Button
            leftSection={<IconUserPlus size={18} aria-hidden="true" />}
            data-testid="operator-add"
            onClick={() => begin(null)}
          >
            {t(isEmpty ? 'operators.addFirst' : 'operators.add')}
          </Button>
        }
      >
        <p className={classes.hint}>{t('operators.hint')}</p>
        {isEmpty ? (
          <div className={classes.empty} data-testid="operators-empty">
            <IconUserShield size={44} stroke={1.4} aria-hidden="true" />
            <b>{t('operators.none')}</b>
            <span>{t('operators.noneDetail')}</span>
          </div>
        ) : (
          <OperatorTable
            operators={operators}
            pinMaxAgeDays={signIn.pinMaxAgeDays}
            editedId={editing?.operatorId ?? null}
            edit={begin}
          />
        )}
      </Section>
      <div className={classes.side}>
        {editing && (
          <OperatorEditor
            key={editing.operatorId ?? 'new'}
            initial={editing}
            isFirst={isEmpty}
            close={() => setEditing(null)}
          />
        )}
        <SignInRules signIn={signIn} change={change} />
      </div>
    </div>
  )
}
