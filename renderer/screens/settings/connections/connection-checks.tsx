// Call by call what a test found: works, failed and why, or not tried; how long it took and what was learned.
// data-testid: connection-skew, connection-checks, connection-check (data-call, data-outcome), connection-not-tried.
import type { ConnectionCheck } from '../../../../preload/contract/connection.ts'
import { errorText } from '../../../../preload/contract/error-texts.ts'
import { factWords } from '../../../text/fact-words.ts'
import { formatDuration, formatMilliseconds } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import classes from './connections.module.css'
import { OutcomeMark } from './state-mark.tsx'

/** A cloud tells its time in whole seconds, on its way to us. */
const tellableMs = 2000

export function ConnectionChecks({ checks }: { checks: readonly ConnectionCheck[] }) {
  const { t, language } = useTexts()
  const skewMs = checks.map(({ facts }) => facts.skewMs).find((skew) => typeof skew === 'number')
  return (
    <>
      {typeof skewMs === 'number' && (
        <p className={classes.hint} data-testid="connection-skew">
          {Math.abs(skewMs) < tellableMs
            ? t('connections.fact.clocksAgree')
            : t('connections.fact.skew', { time: formatDuration(Math.abs(skewMs), language) })}
        </p>
      )}
      <ul className={classes.checks} data-testid="connection-checks">
        {checks.map(({ call, outcome, error, durationMs, facts }) => {
          const text = error && errorText(error, language)
          const learned = factWords(facts, t, language)
          return (
            <li
              key={call}
              className={classes.check}
              data-testid="connection-check"
              data-call={call}
              data-outcome={outcome}
            >
              <OutcomeMark outcome={outcome} />
              <div>
                <div className={classes.call}>
                  <b>{call === 'login' ? t('connections.login') : call}</b>
                  <span>
                    <span className={outcome === 'works' ? 'fl-hidden' : undefined}>
                      {t(`connections.outcome.${outcome}`)}
                    </span>
                    {outcome === 'works' && formatMilliseconds(durationMs, language)}
                  </span>
                </div>
                {learned && <div className={classes.learned}>{learned}</div>}
                {text && (
                  <div className={classes.error}>
                    <b>{t('app.sentence', { text: text.title })}</b> {text.remedy}
                  </div>
                )}
              </div>
            </li>
          )
        })}
      </ul>
      {checks.some(({ outcome }) => outcome === 'notTried') && (
        <p className={classes.hint} data-testid="connection-not-tried">
          {t('connections.notTriedHint')}
        </p>
      )}
    </>
  )
}
