// The test of one connection: the button, and call by call what works.
// data-testid: connection-test, connection-test-hint; those of a call stand in connection-checks.tsx.
import { IconPlugConnected, IconStethoscope } from '@tabler/icons-react'
import type { Connection } from '../../../../preload/contract/connection.ts'
import { ActionButton } from '../../../components/action-button.tsx'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { ConnectionChecks } from './connection-checks.tsx'
import { type ConnectionDraft, isConnectionChanged } from './connection-draft.ts'
import { runTest, testOf, useConnectionTests } from './connection-tests.ts'
import classes from './connections.module.css'
import { ConnectionStateMark } from './state-mark.tsx'

export interface ConnectionTestPanelProps {
  readonly draft: ConnectionDraft
  /** Undefined: it is new. */
  readonly saved: Connection | undefined
}

export function ConnectionTestPanel({ draft, saved }: ConnectionTestPanelProps) {
  const { t, language } = useTexts()
  const test = useConnectionTests((tests) => testOf(tests, saved))
  const changed = isConnectionChanged(draft, saved)
  const testing = test?.checks === null
  const reason = changed ? t('settings.saveFirst') : testing ? t('connections.testing') : null
  return (
    <Section
      title={t('connections.testPart')}
      icon={<IconStethoscope size={20} aria-hidden="true" />}
      className={classes.test}
    >
      <ActionButton
        testId="connection-test"
        needs="connections.test"
        label={t('connections.test')}
        icon={<IconPlugConnected size={18} aria-hidden="true" />}
        reason={reason}
        ask={async (client) => {
          if (!saved) return
          const ask = (input: { connectionId: string }) => client.connections.test(input)
          await runTest({ connection: saved, ask, nowMs: Date.now() })
        }}
      />
      <div role="status" className={classes.result}>
        {test === undefined && (
          <p className={classes.hint} data-testid="connection-test-hint">
            {reason === null
              ? t('connections.testHint')
              : `${t('app.sentence', { text: reason })} ${t('connections.testHint')}`}
          </p>
        )}
        {testing && (
          <p className={classes.testing}>
            <ConnectionStateMark state="testing" /> {t('connections.testing')}
          </p>
        )}
        {test?.checks && (
          <>
            <p className={classes.hint}>
              {t('connections.testTitle', { time: formatTime(new Date(test.atMs).toISOString(), language) })}
              {changed && ` · ${t('connections.state.unsaved')}`}
            </p>
            <ConnectionChecks checks={test.checks} />
          </>
        )}
      </div>
    </Section>
  )
}
