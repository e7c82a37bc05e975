// Files of the plant that were left out because of a mistake in them: which, where, and what is wrong.
// data-testid: profile-file-problem (data-file, data-line, data-column).
import { IconAlertTriangleFilled } from '@tabler/icons-react'
import type { ProfileList } from '../../../../preload/contract/profile.ts'
import { useTexts } from '../../../text/i18n.ts'
import { fileProblemOf } from './profile-problems.ts'
import classes from './profiles.module.css'

export function FileProblems({ problems }: Pick<ProfileList, 'problems'>) {
  const { t, language } = useTexts()
  if (problems.length === 0) return null
  return (
    <section className={classes.fileProblems} aria-label={t('profiles.fileProblems')}>
      <IconAlertTriangleFilled size={20} aria-hidden="true" />
      <div>
        <b>{t('profiles.fileProblems')}</b>
        <ul>
          {problems.map((error, index) => {
            const { file, at, place, sentence, more } = fileProblemOf(error, language)
            return (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: the list comes whole, and a file may stand there twice
                key={index}
                data-testid="profile-file-problem"
                data-file={file}
                data-line={at?.line}
                data-column={at?.column}
              >
                <span className="fl-mono">{file}</span>
                {at && ` · ${t('profiles.lineColumn', at)}`}
                {place && (
                  <>
                    {' · '}
                    <span className="fl-mono">{place}</span>
                  </>
                )}
                <br />
                {sentence} {more > 0 && t('profiles.moreMistakes', { count: more })}
              </li>
            )
          })}
        </ul>
      </div>
    </section>
  )
}
