// What the station refused, said where it was asked for: what went wrong and what to do. data-testid: call-problem (data-code).
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { type CallError, callErrorText } from '../api/call-error.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './call-problem.module.css'

export function CallProblem({ error }: { error: CallError | null }) {
  const { t, language } = useTexts()
  const unanswered = { title: t('callFailed.title'), remedy: t('callFailed.remedy') }
  const text = error && callErrorText(error, language, unanswered)
  return (
    <div role="alert">
      {text && (
        <div className={classes.problem} data-testid="call-problem" data-code={error?.code ?? undefined}>
          <IconAlertTriangleFilled size={20} aria-hidden="true" />
          <span>
            <b>{t('app.sentence', { text: text.title })}</b> {text.remedy}
          </span>
        </div>
      )}
    </div>
  )
}
