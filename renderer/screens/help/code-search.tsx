// Looks up an error code: what happened, what to do, and who does it. data-testid: help-code-field, help-code (data-code).
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { type ErrorCode, type ErrorRow, errorTable } from '../../../preload/contract/error-table.ts'
import { errorText } from '../../../preload/contract/error-texts.ts'
import { useTexts } from '../../text/i18n.ts'
import { findCodes } from './find-codes.ts'
import classes from './help.module.css'

const shownAtMost = 6

export function CodeSearch() {
  const { t, language } = useTexts()
  const [typed, setTyped] = useState('')
  const found = findCodes(typed, language)
  const more = found.length - shownAtMost
  return (
    <section>
      <h3>{t('help.codes')}</h3>
      <TextInput
        aria-label={t('help.codeField')}
        placeholder={t('help.codeField')}
        description={t('help.codeHint')}
        leftSection={<IconSearch size={17} aria-hidden="true" />}
        value={typed}
        maxLength={80}
        spellCheck={false}
        data-testid="help-code-field"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <div role="status">
        {typed.trim() !== '' && found.length === 0 && (
          <p className={classes.quiet}>{t('help.noCode', { text: typed.trim() })}</p>
        )}
        {found.slice(0, shownAtMost).map((code) => (
          <FoundCode key={code} code={code} />
        ))}
        {more > 0 && <p className={classes.quiet}>{t('help.more', { count: more })}</p>}
      </div>
    </section>
  )
}

function FoundCode({ code }: { code: ErrorCode }) {
  const { t, language } = useTexts()
  const { title, remedy } = errorText({ code, context: {} }, language)
  const { actor, retryable }: ErrorRow = errorTable[code]
  return (
    <article className={classes.code} data-testid="help-code" data-code={code}>
      <p className="fl-mono">{code}</p>
      <h4>{title}</h4>
      <p>{remedy}</p>
      <p className={classes.quiet}>
        <b>{t('help.acts', { who: t(`help.actor.${actor}`) })}</b>{' '}
        {t(retryable ? 'help.retryable' : 'help.notRetryable')}
      </p>
    </article>
  )
}
