// Whether the file of a catalogue entry is on this station; if not, how to get it, and how far it is. data-testid:
// firmware-fetch, firmware-fetch-stop, firmware-fetching.
import { ActionIcon, Button, Progress, Tooltip } from '@mantine/core'
import { IconCircleCheck, IconCloudDownload, IconX } from '@tabler/icons-react'
import type { CatalogueView, LibraryImage } from '../../../preload/contract/library.ts'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { formatPercent } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { entryKey, fetchObstacle } from './firmware-rows.ts'
import classes from './here-cell.module.css'
import { callOffFetch, fetchEntry, useOwnFetches } from './own-fetches.ts'
import { DigestPill, Pill } from './pill.tsx'

export interface HereCellProps {
  readonly entry: CatalogueView
  /** Null: not on this station. */
  readonly image: LibraryImage | null
}

export function HereCell({ entry, image }: HereCellProps) {
  const { t, language } = useTexts()
  const may = useMay('firmware', 'fetch')
  const client = useStation((state) => state.client)
  const told = useStation(({ picture }) => picture?.fetches[entry.firmwareId])
  const isOwn = useOwnFetches(({ running }) => entryKey(entry) in running)
  const progress = told?.connectionId === entry.connectionId ? told : undefined
  if (isOwn || progress) {
    const { doneBytes, totalBytes } = progress ?? { doneBytes: 0, totalBytes: entry.sizeBytes }
    const percent = formatPercent(doneBytes, totalBytes, language)
    return (
      <span className={classes.fetching} data-testid="firmware-fetching">
        <Progress
          className={classes.bar ?? ''}
          value={totalBytes === 0 ? 0 : (100 * doneBytes) / totalBytes}
          size={7}
          aria-label={t('firmware.fetching', { name: entry.name })}
        />
        <span className={classes.percent}>{percent}</span>
        {isOwn && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={26}
            aria-label={t('firmware.fetchStop', { name: entry.name })}
            data-testid="firmware-fetch-stop"
            onClick={(event) => {
              event.stopPropagation()
              callOffFetch(entry)
            }}
          >
            <IconX size={16} aria-hidden="true" />
          </ActionIcon>
        )}
      </span>
    )
  }
  const isWhole = image !== null && image.digest !== 'broken' && image.digest !== 'missing'
  if (isWhole)
    return (
      <Pill tone="good" icon={<IconCircleCheck size={15} stroke={2} aria-hidden="true" />}>
        {t('firmware.here')}
      </Pill>
    )
  if (!may) return image ? <DigestPill digest={image.digest} /> : t('firmware.away')
  const obstacle = fetchObstacle(entry)
  const reason =
    client === null ? t('connection.offlineReason') : obstacle && t(`firmware.obstacle.${obstacle}`)
  return (
    <Tooltip
      label={reason}
      disabled={reason === null}
      openDelay={200}
      multiline
      maw={300}
      events={{ hover: true, focus: true, touch: true }}
    >
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconCloudDownload size={16} aria-hidden="true" />}
        aria-label={t('firmware.fetchNamed', { name: entry.name, version: entry.version })}
        aria-disabled={reason !== null}
        {...(reason === null ? {} : { 'data-disabled': true })}
        data-testid="firmware-fetch"
        onClick={(event) => {
          event.stopPropagation()
          if (reason === null && client) void fetchEntry(client, entry)
        }}
      >
        {t('firmware.fetch')}
      </Button>
    </Tooltip>
  )
}
