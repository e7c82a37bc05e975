// What waits for a cloud, as a file for another station; and the files that went and came. data-testid: kit-waiting,
// kit-export, kit-file-row (data-direction), kit-file-fetch.
import { IconDownload, IconFileExport } from '@tabler/icons-react'
import { ActionButton } from '../../../components/action-button.tsx'
import { formatTime } from '../../../text/formats.ts'
import { useTexts } from '../../../text/i18n.ts'
import { Section } from '../section.tsx'
import { saveMade } from './fetch-made.ts'
import classes from './kits.module.css'
import type { KitLists } from './use-kits.ts'

export function ResultFiles({ lists, reload }: { lists: KitLists['lists']; reload: () => void }) {
  const { t, language } = useTexts()
  const { files, waiting } = lists
  return (
    <Section
      title={t('kits.files.title')}
      icon={<IconFileExport size={20} aria-hidden="true" />}
      side={
        <ActionButton
          testId="kit-export"
          label={t('kits.files.export')}
          icon={<IconFileExport size={18} aria-hidden="true" />}
          needs="kits.exportResults"
          reason={waiting === 0 ? t('kits.files.noneWaits') : null}
          ask={async (client) => {
            try {
              const made = await client.kits.exportResults()
              if (made) await saveMade(client, made.fileId)
            } finally {
              reload()
            }
          }}
        />
      }
    >
      <p className={classes.hint}>{t('kits.files.hint')}</p>
      <p className={classes.waiting} data-testid="kit-waiting">
        <b>{waiting === 0 ? t('kits.files.noneWaits') : t('kits.files.waiting', { count: waiting })}</b>
      </p>
      {files.length > 0 && (
        <ul className={classes.keys}>
          {files.map(({ fileId, direction, name, stationName, at, by, jobs, messages, added }) => (
            <li key={fileId} data-testid="kit-file-row" data-direction={direction}>
              <span>
                <span className={classes.direction}>{t(`kits.files.${direction}`)}</span>{' '}
                <b>{direction === 'out' ? stationName : name}</b> {t('kits.files.facts', { jobs, messages })}
                {direction === 'in' && `, ${t('kits.files.added', { count: added })}`}
                <span className={classes.quiet}>
                  {by === ''
                    ? formatTime(at, language)
                    : t('kits.keys.by', { by, time: formatTime(at, language) })}
                </span>
              </span>
              {direction === 'out' && (
                <ActionButton
                  testId="kit-file-fetch"
                  label={t('kits.files.fetch', { name })}
                  icon={<IconDownload size={17} aria-hidden="true" />}
                  iconOnly
                  needs="kits.download"
                  ask={(client) => saveMade(client, fileId)}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
