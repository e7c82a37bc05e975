// Who uses an image and who stands for it, and what else is written inside.
import { IconListCheck, IconShieldCheck } from '@tabler/icons-react'
import type { ImageReport, LibraryImage } from '../../../preload/contract/library.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './detail-panel.module.css'
import { Facts } from './facts.tsx'
import { factWord } from './image-words.ts'

export function ImageLinks({ image, report }: { image: LibraryImage; report: ImageReport | null }) {
  const { t } = useTexts()
  const { tasks, entries } = image
  return (
    <section
      className={classes.column}
      aria-label={t('firmware.links')}
      data-testid="image-links"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard
      tabIndex={0}
    >
      <h3>{t('firmware.column.tasks')}</h3>
      {tasks.length === 0 && <p className={classes.quiet}>{t('firmware.noTaskUses')}</p>}
      <ul className={classes.links}>
        {tasks.map(({ taskId, name }) => (
          <li key={taskId}>
            <IconListCheck size={16} aria-hidden="true" />
            <a href="#/tasks">{name}</a>
          </li>
        ))}
      </ul>
      <h3>{t('firmware.match')}</h3>
      {entries.length === 0 && <p className={classes.quiet}>{t('firmware.noMatch')}</p>}
      <ul className={classes.links}>
        {entries.map(({ connectionId, firmwareId, name, version }) => (
          <li key={`${connectionId} ${firmwareId}`}>
            <IconShieldCheck size={16} aria-hidden="true" />
            <span>
              {name} <span className="fl-mono">{version}</span>
            </span>
          </li>
        ))}
      </ul>
      <Inside report={report} />
    </section>
  )
}

/** What its format says besides; not why it cannot be read, and not the pieces that the map shows. */
function Inside({ report }: { report: ImageReport | null }) {
  const { t } = useTexts()
  if (report === null || report.format === 'unknown') return null
  const said = Object.entries(report.facts).filter(
    ([name, value]) => value !== null && value !== '' && !name.startsWith('partition '),
  )
  if (said.length === 0) return null
  return (
    <>
      <h3>{t('firmware.inside')}</h3>
      <Facts
        facts={said.map(([name, value]) => ({
          label: factWord(name, t),
          value: typeof value === 'boolean' ? t(value ? 'firmware.yes' : 'firmware.no') : String(value),
        }))}
      />
    </>
  )
}
