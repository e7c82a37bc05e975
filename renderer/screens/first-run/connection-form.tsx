// The one connection that the first steps ask about: kind, address, as whom, and how its test went call by call. The
// fields are those of the settings. data-testid: first-run-kind-<kind>, and those of the settings' fields.
import type { Connection } from '../../../preload/contract/connection.ts'
import { connectionKinds } from '../../../preload/contract/connection-facts.ts'
import { useTexts } from '../../text/i18n.ts'
import { ConnectionChecks } from '../settings/connections/connection-checks.tsx'
import type { ConnectionDraft } from '../settings/connections/connection-draft.ts'
import { KindFields } from '../settings/connections/connection-fields.tsx'
import { testOf, useConnectionTests } from '../settings/connections/connection-tests.ts'
import { type ConnectionFieldsProps, ConnectionText } from '../settings/connections/connection-text.tsx'
import { MoreFields } from '../settings/connections/more-fields.tsx'
import { SecretFields } from '../settings/connections/secret-fields.tsx'
import { ConnectionStateMark } from '../settings/connections/state-mark.tsx'
import { useStoredSecrets } from '../settings/connections/use-stored-secrets.ts'
import classes from './first-run.module.css'
import { ofKind } from './first-run-draft.ts'

export interface ConnectionFormProps {
  readonly draft: ConnectionDraft
  /** Undefined: it was not saved yet. */
  readonly saved: Connection | undefined
  readonly problems: ConnectionFieldsProps['problems']
  readonly change: (part: Partial<ConnectionDraft>) => void
}

export function ConnectionForm({ draft, saved, problems, change }: ConnectionFormProps) {
  const { t } = useTexts()
  const secrets = useStoredSecrets()
  const test = useConnectionTests((tests) => testOf(tests, saved))
  // An empty field is no mistake before anything was typed.
  const fields = { draft, problems: draft.baseUrl === '' ? {} : problems, change }
  return (
    <div className={classes.connection}>
      <div className={classes.form}>
        {saved === undefined && (
          <fieldset className={classes.kinds}>
            <legend>{t('firstRun.cloud.kind')}</legend>
            {connectionKinds.map((kind) => (
              <label key={kind}>
                <input
                  type="radio"
                  name="first-run-kind"
                  checked={draft.kind === kind}
                  data-testid={`first-run-kind-${kind}`}
                  onChange={() => change(ofKind(draft, kind, t(`connections.kind.${kind}`)))}
                />
                <span>
                  <b>{t(`connections.kind.${kind}`)}</b> {t(`connections.kindDetail.${kind}`)}
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <div className={classes.fields}>
          <ConnectionText
            {...fields}
            field="baseUrl"
            placeholder="https://"
            inputMode="url"
            focusFirst={saved === undefined}
            className={classes.wide}
          />
          <KindFields {...fields} />
          <SecretFields draft={draft} secrets={secrets.facts} change={change} />
          <MoreFields {...fields} />
        </div>
      </div>
      <div className={classes.test} role="status">
        {test === undefined && <p className={classes.hint}>{t('firstRun.cloud.untested')}</p>}
        {test?.checks === null && (
          <p className={classes.testing}>
            <ConnectionStateMark state="testing" /> {t('connections.testing')}
          </p>
        )}
        {test?.checks && (
          <>
            <p className={classes.hint}>{t('firstRun.cloud.tested')}</p>
            <ConnectionChecks checks={test.checks} />
          </>
        )}
      </div>
    </div>
  )
}
