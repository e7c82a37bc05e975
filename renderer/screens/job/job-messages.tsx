// What a job owes its cloud and what became of it: arrived and how that is known, waiting and why, or refused for good.
// data-testid: job-messages, job-message (data-kind, data-state, data-delivery).
import type { Connection } from '../../../preload/contract/connection.ts'
import { errorText } from '../../../preload/contract/error-texts.ts'
import type { OutboxRow } from '../../../preload/contract/model.ts'
import { outboxMarks } from '../../components/outbox-marks.ts'
import { formatTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './job-drawer.module.css'

export interface JobMessagesProps {
  readonly messages: readonly OutboxRow[]
  readonly connections: readonly Connection[]
}

export function JobMessages({ messages, connections }: JobMessagesProps) {
  const { t } = useTexts()
  return (
    <section data-testid="job-messages">
      <h3 className={classes.section}>{t('message.title')}</h3>
      {messages.length === 0 && <p className={classes.none}>{t('message.none')}</p>}
      {messages.length > 0 && (
        <ul className={classes.messages}>
          {messages.map((message) => (
            <Message
              key={message.outboxId}
              message={message}
              connection={
                connections.find(({ connectionId }) => connectionId === message.connectionId)?.name ||
                message.connectionId
              }
            />
          ))}
        </ul>
      )}
    </section>
  )
}

function Message({ message, connection }: { message: OutboxRow; connection: string | null }) {
  const { t, language } = useTexts()
  const { kind, state, attempts, sentAt, nextAttemptAt, delivery, lastError, origin, decision } = message
  const Mark = outboxMarks[state]
  const error = lastError && errorText(lastError, language)
  const facts = [
    t(`message.state.${state}`),
    sentAt === null ? '' : formatTime(sentAt, language),
    connection === null ? '' : t('message.via', { connection }),
    state === 'waiting' && nextAttemptAt !== null
      ? t('message.nextAt', { time: formatTime(nextAttemptAt, language) })
      : '',
    attempts > 1 ? t('message.attempts', { count: attempts }) : '',
  ]
  return (
    <li
      className={classes.message}
      data-testid="job-message"
      data-kind={kind}
      data-state={state}
      data-delivery={delivery ?? undefined}
    >
      <Mark size={19} aria-hidden="true" />
      <div>
        <div>
          <b>{t(`message.kind.${kind}`)}</b> · {facts.filter((fact) => fact !== '').join(' · ')}
        </div>
        {origin && <div className={classes.delivery}>{t('message.origin', origin)}</div>}
        {decision && (
          <div className={classes.delivery}>
            {t('message.decision', { ...decision, time: formatTime(decision.at, language) })}
          </div>
        )}
        {delivery && <div className={classes.delivery}>{t(`message.delivery.${delivery}`)}</div>}
        {error && (
          <div className={classes.messageError}>
            <b>{t('app.sentence', { text: error.title })}</b> {error.remedy}
          </div>
        )}
      </div>
    </li>
  )
}
