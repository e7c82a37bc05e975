// One operator: name, role, PIN, whether it may sign in; and removing it. data-testid: operator-form, operator-name,
// operator-role-<role>, operator-active, operator-pin, operator-pin-again, operator-save, operator-cancel,
// operator-remove, operator-remove-anyway, operator-keep.
import { Button, CloseButton, PasswordInput, Switch, TextInput } from '@mantine/core'
import { IconDeviceFloppy, IconTrash, IconUserEdit } from '@tabler/icons-react'
import { useState } from 'react'
import { roles } from '../../../../preload/contract/permissions.ts'
import type { CallError } from '../../../api/call-error.ts'
import { askSession, signIn } from '../../../api/session.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { type OperatorField, type OperatorForm, operatorOf, problemsOfOperator } from './operator-draft.ts'
import classes from './operators.module.css'

export interface OperatorEditorProps {
  readonly initial: OperatorForm
  /** Then it is a lead. */
  readonly isFirst: boolean
  readonly close: () => void
}

export function OperatorEditor({ initial, isFirst, close }: OperatorEditorProps) {
  const { t } = useTexts()
  const [form, setForm] = useState(initial)
  const [touched, setTouched] = useState<ReadonlySet<OperatorField>>(new Set())
  const [failed, setFailed] = useState<CallError | null>(null)
  const problems = problemsOfOperator(form)
  const isNew = form.operatorId === null
  const put = (part: Partial<OperatorForm>) => setForm({ ...form, ...part })
  /** Said once the field was left: nobody is told off while typing. */
  const field = (name: OperatorField) => {
    const problem = problems[name]
    return {
      value: form[name],
      onBlur: () => setTouched(new Set(touched).add(name)),
      ...(problem && touched.has(name) ? { error: t(`operators.${problem}`) } : {}),
    }
  }
  const reason = Object.keys(problems).length > 0 ? t('settings.fixFirst') : null
  return (
    <Section
      title={isNew ? t('operators.newTitle') : t('operators.editTitle', { name: initial.name })}
      icon={<IconUserEdit size={20} aria-hidden="true" />}
      side={<CloseButton aria-label={t('app.close')} data-testid="operator-close" onClick={close} />}
    >
      <div className={classes.form} data-testid="operator-form">
        <TextInput
          {...field('name')}
          label={t('operators.name')}
          maxLength={60}
          // The form was opened to be filled in.
          autoFocus={isNew}
          data-testid="operator-name"
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        <fieldset className={classes.roles}>
          <legend>{t('role.label')}</legend>
          {roles.map((role) => (
            <label key={role} className={classes.role} data-chosen={role === form.role}>
              <input
                type="radio"
                name="operator-role"
                value={role}
                checked={role === form.role}
                disabled={isFirst && role !== 'lead'}
                data-testid={`operator-role-${role}`}
                onChange={() => put({ role })}
              />
              <span>
                <b>{t(`role.${role}`)}</b>
                <span>{t(`role.detail.${role}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div className={classes.pins}>
          <PasswordInput
            {...field('pin')}
            label={t(isNew ? 'operators.pinNew' : 'operators.pinReplace')}
            inputMode="numeric"
            autoComplete="new-password"
            maxLength={12}
            visibilityToggleButtonProps={{ 'aria-label': t('connections.showTyped') }}
            data-testid="operator-pin"
            onChange={(event) => put({ pin: event.currentTarget.value })}
          />
          <PasswordInput
            {...field('pinAgain')}
            label={t('operators.pinRepeat')}
            inputMode="numeric"
            autoComplete="new-password"
            maxLength={12}
            visibilityToggleButtonProps={{ 'aria-label': t('connections.showTyped') }}
            data-testid="operator-pin-again"
            onChange={(event) => put({ pinAgain: event.currentTarget.value })}
          />
        </div>
        {!isNew && <p className={classes.hint}>{t('operators.pinReplaceHint')}</p>}
        {!isNew && (
          <Switch
            label={t('operators.active')}
            description={t('operators.activeHint')}
            checked={form.active}
            data-testid="operator-active"
            onChange={(event) => put({ active: event.currentTarget.checked })}
          />
        )}
        <CallProblem error={failed} />
        <div className={classes.buttons}>
          <ActionButton
            testId="operator-save"
            label={t('operators.save')}
            icon={<IconDeviceFloppy size={18} aria-hidden="true" />}
            look="filled"
            reason={reason}
            onFailed={setFailed}
            ask={async (client) => {
              const { operatorId } = await client.operators.save(operatorOf(form))
              close()
              // Whoever makes the first one becomes it, and stays it when the page is loaded anew.
              if (isFirst) await signIn(client, { operatorId, pin: form.pin })
              else await askSession(client)
            }}
          />
          <Button variant="default" data-testid="operator-cancel" onClick={close}>
            {t('operators.cancel')}
          </Button>
          {form.operatorId !== null && (
            <Remove operatorId={form.operatorId} name={initial.name} onFailed={setFailed} removed={close} />
          )}
        </div>
      </div>
    </Section>
  )
}

interface RemoveProps {
  readonly operatorId: string
  readonly name: string
  readonly onFailed: (error: CallError | null) => void
  readonly removed: () => void
}

function Remove({ operatorId, name, onFailed, removed }: RemoveProps) {
  const { t } = useTexts()
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <Button
        variant="default"
        className={classes.remove ?? ''}
        leftSection={<IconTrash size={17} aria-hidden="true" />}
        data-testid="operator-remove"
        onClick={() => setAsking(true)}
      >
        {t('operators.remove')}
      </Button>
    )
  return (
    <div className={classes.asking} role="alert">
      <span>{t('operators.removeQuestion', { name })}</span>
      <ActionButton
        testId="operator-remove-anyway"
        label={t('operators.removeAnyway')}
        icon={<IconTrash size={17} aria-hidden="true" />}
        className={classes.danger}
        onFailed={onFailed}
        ask={async (client) => {
          await client.operators.remove({ operatorId })
          await askSession(client)
          removed()
        }}
      />
      <Button variant="default" data-testid="operator-keep" onClick={() => setAsking(false)}>
        {t('operators.keep')}
      </Button>
    </div>
  )
}
