// The images on this station. data-testid: library, library-empty.
import { Tooltip } from '@mantine/core'
import { IconPackage, IconPinFilled, IconSearchOff } from '@tabler/icons-react'
import { useMemo } from 'react'
import type { LibraryImage } from '../../../preload/contract/library.ts'
import { useMay } from '../../components/use-may.ts'
import { useNow } from '../../store/use-now.ts'
import { formatAgo, formatBytes } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { EmptyPane } from './empty-pane.tsx'
import { fitsImage, type Shown } from './firmware-rows.ts'
import classes from './firmware-screen.module.css'
import { FirmwareTable, type TableColumn } from './firmware-table.tsx'
import { select } from './library-store.ts'
import { DigestPill } from './pill.tsx'

export interface LibraryPaneProps {
  readonly images: readonly LibraryImage[]
  readonly totalBytes: number
  readonly search: string
  readonly shown: Shown
}

export function LibraryPane({ images, totalBytes, search, shown }: LibraryPaneProps) {
  const { t, language } = useTexts()
  const mayImport = useMay('firmware', 'beginUpload')
  // A minute is exact enough for "when", and the whole list is not drawn anew every second.
  const minuteMs = Math.floor(useNow() / 60_000) * 60_000
  const columns = useMemo(
    (): TableColumn<LibraryImage>[] => [
      {
        id: 'name',
        label: t('firmware.column.image'),
        value: (image) => image.name ?? image.sha256,
        cell: (image) => (
          <>
            <b className={classes.first}>
              {image.pinned && (
                <IconPinFilled
                  size={14}
                  role="img"
                  aria-label={t('firmware.pinned')}
                  className={classes.pin}
                />
              )}
              {image.name ?? t('firmware.unnamed')}
            </b>
            <small className={`${classes.second} fl-mono`}>{image.sha256.slice(0, 16)}</small>
          </>
        ),
      },
      {
        id: 'size',
        label: t('firmware.column.size'),
        value: ({ sizeBytes }) => sizeBytes,
        cell: ({ sizeBytes }) => formatBytes(sizeBytes, language),
      },
      {
        id: 'tasks',
        label: t('firmware.column.tasks'),
        value: ({ tasks }) => tasks.length,
        cell: ({ tasks }) => <TaskCount tasks={tasks} />,
      },
      {
        id: 'digest',
        label: t('firmware.column.digest'),
        value: ({ digest }) => digest,
        cell: ({ digest }) => <DigestPill digest={digest} />,
      },
      {
        id: 'used',
        label: t('firmware.column.used'),
        value: ({ lastUsedAt }) => Date.parse(lastUsedAt),
        cell: ({ lastUsedAt }) => {
          const atMs = Date.parse(lastUsedAt)
          return (
            <time dateTime={lastUsedAt}>
              {formatAgo(atMs, atMs + wholeMinutes(minuteMs - atMs), language)}
            </time>
          )
        },
      },
    ],
    [t, language, minuteMs],
  )
  const rows = useMemo(() => images.filter((image) => fitsImage(image, search)), [images, search])
  return (
    <section className={classes.pane} aria-labelledby="library-title" data-testid="library">
      <header className={classes.paneHead}>
        <h2 id="library-title">{t('firmware.library')}</h2>
        <span>{t('firmware.images', { count: images.length, size: formatBytes(totalBytes, language) })}</span>
      </header>
      {images.length === 0 && (
        <EmptyPane
          testId="library-empty"
          icon={IconPackage}
          title={t('firmware.emptyLibrary')}
          detail={t(mayImport ? 'firmware.emptyLibraryDetail' : 'firmware.emptyLibraryAsk')}
        />
      )}
      {images.length > 0 && rows.length === 0 && (
        <EmptyPane testId="library-none-fits" icon={IconSearchOff} title={t('firmware.noneFits')} />
      )}
      {rows.length > 0 && (
        <FirmwareTable
          testId="library"
          label={t('firmware.library')}
          columns={columns}
          rows={rows}
          keyOf={({ sha256 }) => sha256}
          sortedBy={{ id: 'used', desc: true }}
          mark={({ sha256 }) => (sha256 === shown.image?.sha256 ? 'selected' : null)}
          onSelect={({ sha256 }) => select({ kind: 'image', sha256 })}
        />
      )}
    </section>
  )
}

/** Seconds that stand still would look wrong. */
function wholeMinutes(durationMs: number): number {
  return Math.floor(Math.max(0, durationMs) / 60_000) * 60_000
}

function TaskCount({ tasks }: Pick<LibraryImage, 'tasks'>) {
  const { t } = useTexts()
  if (tasks.length === 0) return <span className={classes.quiet}>{t('firmware.noTask')}</span>
  return (
    <Tooltip label={tasks.map(({ name }) => name).join('\n')} multiline maw={360} openDelay={200}>
      <span>{t('firmware.taskCount', { count: tasks.length })}</span>
    </Tooltip>
  )
}
