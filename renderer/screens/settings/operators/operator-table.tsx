// The operators with their roles. data-testid: operator-row (data-operator, data-role, data-active), operator-edit.
import { ActionIcon } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import type { Operator } from '../../../../preload/contract/operators.ts'
import { useStation } from '../../../store/station-store.ts'
import { useNow } from '../../../store/use-now.ts'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Avatar } from '../../sign-in/avatar.tsx'
import { hasExpired } from './operator-draft.ts'
import classes from './operators.module.css'

export interface OperatorTableProps {
  readonly operators: readonly Operator[]
  readonly pinMaxAgeDays: number
  readonly editedId: string | null
  readonly edit: (operator: Operator) => void
}

export function OperatorTable({ operators, pinMaxAgeDays, editedId, edit }: OperatorTableProps) {
  const { t, language } = useTexts()
  const ownId = useStation(({ session }) => session?.operator?.operatorId)
  const nowMs = useNow()
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('operators.name')}</th>
          <th scope="col">{t('role.label')}</th>
          <th scope="col">{t('operators.state')}</th>
          <th scope="col">{t('operators.pinSet')}</th>
          <th scope="col">
            <span className="fl-hidden">{t('operators.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {operators.map((operator) => {
          const { operatorId, name, role, active, pinSetAt } = operator
          const state = !active
            ? 'inactive'
            : hasExpired(operator, pinMaxAgeDays, nowMs)
              ? 'expired'
              : 'active'
          return (
            <tr
              key={operatorId}
              data-testid="operator-row"
              data-operator={operatorId}
              data-role={role}
              data-active={active}
              data-edited={operatorId === editedId}
            >
              <td>
                <span className={classes.person}>
                  <Avatar name={name} role={role} size="sm" />
                  <b>{name}</b>
                  {operatorId === ownId && <span className={classes.you}>{t('operators.you')}</span>}
                </span>
              </td>
              <td>{t(`role.${role}`)}</td>
              <td>
                <span className={classes.state} data-state={state}>
                  {t(`operators.${state}`)}
                </span>
              </td>
              <td className={classes.time}>{formatTime(pinSetAt, language, new Date(nowMs))}</td>
              <td className={classes.actions}>
                <ActionIcon
                  variant="default"
                  size={34}
                  aria-label={t('operators.edit', { name })}
                  data-testid="operator-edit"
                  onClick={() => edit(operator)}
                >
                  <IconPencil size={18} aria-hidden="true" />
                </ActionIcon>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
