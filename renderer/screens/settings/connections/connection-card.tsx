// One connection to look at and to change. Its fields are in their own files, and its test stands beside it.
// data-testid: connection-card (data-connection), connection-remove, connection-remove-anyway, connection-keep.
import { Button } from '@mantine/core'
import { IconCloudCog, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { formatList } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import type { FieldProblem } from '../field-problem.ts'
import { type ProductDraft, usersOf } from '../products/product-draft.ts'
import { Section } from '../section.tsx'
import type { ConnectionDraft, ConnectionField } from './connection-draft.ts'
import { KindFields } from './connection-fields.tsx'
import { connectionLabel } from './connection-state.ts'
import { ConnectionText } from './connection-text.tsx'
import classes from './connections.module.css'
import { MoreFields } from './more-fields.tsx'
import { SecretFields } from './secret-fields.tsx'
import type { StoredSecrets } from './use-stored-secrets.ts'

export interface ConnectionCardProps {
  readonly draft: ConnectionDraft
  readonly problems: Partial<Record<ConnectionField, FieldProblem>>
  readonly products: readonly ProductDraft[]
  readonly secrets: StoredSecrets | null
  readonly isNew: boolean
  readonly change: (part: Partial<ConnectionDraft>) => void
  readonly remove: () => void
}

export function ConnectionCard(props: ConnectionCardProps) {
  const { draft, problems, products, secrets, isNew, change, remove } = props
  const { t, language } = useTexts()
  const [asking, setAsking] = useState(false)
  const users = usersOf(draft.connectionId, products)
  const fields = { draft, problems, change }
  return (
    <Section
      title={connectionLabel(draft)}
      icon={<IconCloudCog size={20} aria-hidden="true" />}
      className={classes.card}
      side={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconTrash size={16} aria-hidden="true" />}
          data-testid="connection-remove"
          onClick={() => (users.length > 0 ? setAsking(true) : remove())}
        >
          {t('connections.remove')}
        </Button>
      }
    >
      <p className={classes.facts} data-testid="connection-card" data-connection={draft.connectionId}>
        {t(`connections.kind.${draft.kind}`)} · {t(`connections.kindDetail.${draft.kind}`)}
        <br />
        {t('connections.connectionId', { connectionId: draft.connectionId })}
      </p>
      {asking && users.length > 0 && (
        <RemoveQuestion
          products={formatList(
            users.map(({ name, productId }) => name || productId),
            language,
          )}
          remove={remove}
          keep={() => setAsking(false)}
        />
      )}
      <div className={classes.fields}>
        <div className={classes.naming}>
          <ConnectionText {...fields} field="name" />
          <ConnectionText
            {...fields}
            field="baseUrl"
            placeholder="https://"
            inputMode="url"
            focusFirst={isNew}
          />
        </div>
        <KindFields {...fields} />
        <SecretFields draft={draft} secrets={secrets} change={change} />
        <MoreFields {...fields} />
      </div>
    </Section>
  )
}

function RemoveQuestion(props: { products: string; remove: () => void; keep: () => void }) {
  const { t } = useTexts()
  return (
    <div className={classes.question} role="alert">
      <span>{t('connections.removeUsed', { products: props.products })}</span>
      <Button
        size="xs"
        className={classes.danger ?? ''}
        data-testid="connection-remove-anyway"
        onClick={props.remove}
      >
        {t('connections.removeAnyway')}
      </Button>
      <Button size="xs" variant="default" data-testid="connection-keep" onClick={props.keep}>
        {t('connections.keep')}
      </Button>
    </div>
  )
}
