// Every mistake of a profile with its place; choosing one goes there. In the JSON view the place is a line and a column.
// data-testid: profile-mistakes, profile-mistake (data-at, data-line, data-column, data-problem).
import { IconAlertCircleFilled } from '@tabler/icons-react'
import type { ProfileMistake } from '../../../../preload/contract/profile.ts'
import { mistakeText } from '../../../../preload/contract/profile-texts.ts'
import { useTexts } from '../../../text/i18n.ts'
import classes from './profiles.module.css'

export interface MistakeListProps {
  readonly mistakes: readonly ProfileMistake[]
  /** More than are listed. */
  readonly total: number
  readonly withLines: boolean
  readonly go: (mistake: ProfileMistake) => void
}

export function MistakeList({ mistakes, total, withLines, go }: MistakeListProps) {
  const { t, language } = useTexts()
  if (mistakes.length === 0) return null
  return (
    <div className={classes.mistakes} role="status" data-testid="profile-mistakes">
      <p>
        <IconAlertCircleFilled size={18} aria-hidden="true" />
        {t('profiles.mistakes', { count: Math.max(total, mistakes.length) })}
      </p>
      <ul>
        {mistakes.map((mistake) => {
          const { place, line, column, problem } = mistake
          return (
            <li key={`${place} ${line} ${column} ${problem}`}>
              <button
                type="button"
                data-testid="profile-mistake"
                data-at={place}
                data-line={line}
                data-column={column}
                data-problem={problem}
                onClick={() => go(mistake)}
              >
                {withLines && line > 0 && <span>{t('profiles.lineColumn', { line, column })}</span>}
                {place !== '' && <span className="fl-mono">{place}</span>}
                {mistakeText(mistake, language)}
              </button>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
