// A new work order, or a change of one. When somebody else has changed it meanwhile, both versions are shown and nothing
// that was typed is lost. data-testid: order-form, order-save, order-back.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconDeviceFloppy } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { CallError } from '../../../api/call-error.ts'
import type { StationClient } from '../../../api/client.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { CallProblem } from '../../../components/call-problem.tsx'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { setBenchView } from '../bench-view.ts'
import { OrderConflict } from './order-conflict.tsx'
import { draftOf, formOf, isOutdated, newForm, type OrderForm, problemsOf } from './order-draft.ts'
import { OrderFields } from './order-fields.tsx'
import classes from './orders.module.css'

const toList = () => setBenchView({ orders: { kind: 'list' } })

export function NewOrder() {
  const bench = useStation(({ picture }) => picture?.settings.bench)
  const [form, setForm] = useState(() => newForm('', bench?.productId ?? '', bench?.part))
  return (
    <Form
      form={form}
      change={setForm}
      save={async (client) => {
        const { orderId } = await client.orders.create(draftOf(form))
        setBenchView({ chosenOrderId: orderId, orders: { kind: 'list' } })
      }}
    />
  )
}

export function EditOrder({ orderId }: { orderId: string }) {
  const now = useStation(({ picture }) => picture?.orders.find((one) => one.orderId === orderId))
  const [start] = useState(now)
  const [form, setForm] = useState(() => (now ? formOf(now) : newForm('', '')))
  const [revision, setRevision] = useState(now?.revision ?? 0)
  if (!start) return null
  const theirs = isOutdated(revision, now) ? now : null
  return (
    <Form
      form={form}
      change={setForm}
      isArmed={now?.state === 'armed'}
      isBlocked={theirs !== null}
      conflict={
        theirs && (
          <OrderConflict
            mine={form}
            theirs={theirs}
            takeTheirs={() => {
              setForm(formOf(theirs))
              setRevision(theirs.revision)
            }}
            keepMine={() => setRevision(theirs.revision)}
          />
        )
      }
      save={async (client) => {
        await client.orders.edit({ ...draftOf(form), orderId, revision })
        toList()
      }}
    />
  )
}

interface FormProps {
  readonly form: OrderForm
  readonly change: (form: OrderForm) => void
  readonly save: (client: StationClient) => Promise<void>
  readonly isArmed?: boolean
  /** Another version has to be looked at first. */
  readonly isBlocked?: boolean
  readonly conflict?: ReactNode
}

function Form({ form, change, save, isArmed = false, isBlocked = false, conflict = null }: FormProps) {
  const { t } = useTexts()
  const [refused, setRefused] = useState<CallError | null>(null)
  const problems = problemsOf(form)
  const isWrong = Object.keys(problems).length > 0
  return (
    <form className={classes.form} data-testid="order-form" onSubmit={(event) => event.preventDefault()}>
      {conflict}
      {isArmed && (
        <p className={classes.note} role="note">
          {t('orders.editDisarms')}
        </p>
      )}
      <OrderFields form={form} change={(part) => change({ ...form, ...part })} problems={problems} />
      <CallProblem error={refused} />
      <div className={classes.formFoot}>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={17} aria-hidden="true" />}
          data-testid="order-back"
          onClick={toList}
        >
          {t('orders.back')}
        </Button>
        <ActionButton
          testId="order-save"
          label={t('orders.save')}
          icon={<IconDeviceFloppy size={18} aria-hidden="true" />}
          look="filled"
          reason={isWrong ? t('settings.fixFirst') : isBlocked ? t('orders.lookFirst') : null}
          ask={save}
          onFailed={setRefused}
        />
      </div>
    </form>
  )
}
