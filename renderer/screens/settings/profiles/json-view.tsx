// A profile as its file says it, with numbered lines; the lines with a mistake are marked. Which mistakes: mistake-list.tsx.
// data-testid: profile-json, profile-line-wrong.
import type { RefObject } from 'react'
import { useTexts } from '../../../text/i18n.ts'
import classes from './json-view.module.css'
import profileClasses from './profiles.module.css'

export interface JsonViewProps {
  readonly text: string
  /** Lines from 1 that have a mistake. */
  readonly wrong: ReadonlySet<number>
  readonly area: RefObject<HTMLTextAreaElement | null>
  readonly change: (text: string) => void
}

export function JsonView({ text, wrong, area, change }: JsonViewProps) {
  const { t } = useTexts()
  const count = text.split('\n').length
  return (
    <>
      <p className={profileClasses.hint}>{t('profiles.jsonHint')}</p>
      <div className={classes.view}>
        <ol aria-hidden="true">
          {Array.from({ length: count }, (_, index) => index + 1).map((line) => (
            <li
              key={line}
              data-wrong={wrong.has(line)}
              data-testid={wrong.has(line) ? 'profile-line-wrong' : undefined}
            >
              {line}
            </li>
          ))}
        </ol>
        <textarea
          ref={area}
          className="fl-mono"
          aria-label={t('profiles.view.json')}
          // As high as its text: the page scrolls, and the numbers stay beside their lines.
          rows={count + 1}
          wrap="off"
          value={text}
          spellCheck={false}
          autoComplete="off"
          data-testid="profile-json"
          onChange={(event) => change(event.currentTarget.value)}
        />
      </div>
    </>
  )
}

/** Puts the cursor where a mistake is: line and column from 1. */
export function goTo(area: HTMLTextAreaElement | null, line: number, column: number): void {
  if (!area) return
  const before = area.value.split('\n').slice(0, line - 1)
  const offset = before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1
  const lineHeight = area.scrollHeight / (area.rows || 1)
  area.focus({ preventScroll: true })
  area.setSelectionRange(offset, offset + 1)
  const top = area.getBoundingClientRect().top + (line - 1) * lineHeight
  if (top < 200 || top > innerHeight - 80)
    area.closest('[data-scrolls]')?.scrollBy({ top: top - innerHeight / 2 })
}
