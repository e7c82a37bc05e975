// The answer to something a person asked for and did not get: what failed and what to do. Stays until it is closed.
import { CloseButton } from '@mantine/core'
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import { callErrorText } from '../api/call-error.ts'
import { showNotice, useStation } from '../store/station-store.ts'
import { useTexts } from '../text/i18n.ts'
import classes from './notice-bar.module.css'

export function NoticeBar() {
  const { t, language } = useTexts()
  const notice = useStation((state) => state.notice)
  const text =
    notice &&
    callErrorText(notice, language, { title: t('callFailed.title'), remedy: t('callFailed.remedy') })
  return (
    <div className={classes.place} aria-live="assertive" role="status" aria-label={t('app.notice')}>
      {text && (
        <div className={classes.notice} data-testid="notice" data-code={notice.code ?? undefined}>
          <IconAlertTriangleFilled size={26} className={classes.mark} aria-hidden="true" />
          <div>
            <div className={classes.title}>{text.title}</div>
            <div>{text.remedy}</div>
          </div>
          <CloseButton
            aria-label={t('app.close')}
            variant="transparent"
            c="inherit"
            onClick={() => showNotice(null)}
          />
        </div>
      )}
    </div>
  )
}
