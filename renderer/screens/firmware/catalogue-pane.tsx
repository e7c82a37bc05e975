// What the clouds list, and which of it is here. data-testid: catalogue, catalogue-empty (data-reason), catalogue-sync.
import { Button } from '@mantine/core'
import { IconCloudOff, IconRefresh, IconSearchOff } from '@tabler/icons-react'
import { useMemo } from 'react'
import { usesOf } from '../../../preload/contract/connection-facts.ts'
import type { CatalogueView, LibraryImage } from '../../../preload/contract/library.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { formatBytes } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { EmptyPane } from './empty-pane.tsx'
import { entryKey, fitsEntry, type Shown } from './firmware-rows.ts'
import classes from './firmware-screen.module.css'
import { FirmwareTable, type TableColumn } from './firmware-table.tsx'
import { HereCell } from './here-cell.tsx'
import { select } from './library-store.ts'
import { StatusPill } from './pill.tsx'

export interface CataloguePaneProps {
  readonly entries: readonly CatalogueView[]
  readonly images: readonly LibraryImage[]
  readonly search: string
  readonly shown: Shown
}

export function CataloguePane({ entries, images, search, shown }: CataloguePaneProps) {
  const { t, language } = useTexts()
  const columns = useMemo((): TableColumn<CatalogueView>[] => {
    const imagesByDigest = new Map(images.map((image) => [image.sha256, image]))
    const imageOf = ({ sha256 }: CatalogueView) =>
      (sha256 === null ? null : imagesByDigest.get(sha256)) ?? null
    return [
      {
        id: 'name',
        label: t('firmware.column.firmware'),
        value: ({ name }) => name,
        cell: (entry) => (
          <>
            <b className={classes.first}>{entry.name || entry.firmwareId}</b>
            <small className={classes.second}>
              {entry.productName || entry.productKey} · {entry.module}
            </small>
          </>
        ),
      },
      {
        id: 'version',
        label: t('firmware.column.version'),
        value: ({ version }) => version,
        cell: ({ version }) => (
          <span className="fl-mono" title={version}>
            {version}
          </span>
        ),
      },
      {
        id: 'size',
        label: t('firmware.column.size'),
        value: ({ sizeBytes }) => sizeBytes,
        cell: ({ sizeBytes }) => formatBytes(sizeBytes, language),
      },
      {
        id: 'status',
        label: t('firmware.column.status'),
        value: ({ status, vanished }) => (vanished ? 'vanished' : status),
        cell: (entry) => <StatusPill entry={entry} />,
      },
      {
        id: 'here',
        label: t('firmware.column.here'),
        value: ({ sha256 }) => (sha256 === null ? 1 : 0),
        cell: (entry) => <HereCell entry={entry} image={imageOf(entry)} />,
      },
    ]
  }, [t, language, images])
  const rows = useMemo(() => entries.filter((entry) => fitsEntry(entry, search)), [entries, search])
  return (
    <section className={classes.pane} aria-labelledby="catalogue-title" data-testid="catalogue">
      <header className={classes.paneHead}>
        <h2 id="catalogue-title">{t('firmware.catalogue')}</h2>
        <span>{t('firmware.entries', { count: entries.length })}</span>
      </header>
      {entries.length === 0 && <NoEntries />}
      {entries.length > 0 && rows.length === 0 && (
        <EmptyPane testId="catalogue-none-fits" icon={IconSearchOff} title={t('firmware.noneFits')} />
      )}
      {rows.length > 0 && (
        <FirmwareTable
          testId="catalogue"
          label={t('firmware.catalogue')}
          columns={columns}
          rows={rows}
          keyOf={entryKey}
          sortedBy={{ id: 'name', desc: false }}
          mark={(entry) => {
            if (shown.entry && entryKey(shown.entry) === entryKey(entry)) return 'selected'
            return entry.sha256 !== null && entry.sha256 === shown.image?.sha256 ? 'linked' : null
          }}
          onSelect={(entry) => select({ kind: 'entry', key: entryKey(entry) })}
        />
      )}
    </section>
  )
}

/** No connection gives a list, or none was read yet. */
function NoEntries() {
  const { t } = useTexts()
  const mayConnect = useMay('settings', 'set')
  const isConnected = useStation(
    ({ picture }) =>
      picture?.practice === true ||
      picture?.settings.connections.some(({ kind }) => usesOf[kind].includes('catalogue')) === true,
  )
  if (!isConnected)
    return (
      <EmptyPane
        testId="catalogue-empty"
        reason="unconnected"
        icon={IconCloudOff}
        title={t('firmware.unconnected')}
        detail={t(mayConnect ? 'firmware.unconnectedDetail' : 'firmware.unconnectedAsk')}
      >
        {mayConnect && (
          <Button component="a" href="#/settings/connections" variant="default">
            {t('bench.openSettings')}
          </Button>
        )}
      </EmptyPane>
    )
  return (
    <EmptyPane
      testId="catalogue-empty"
      reason="unsynced"
      icon={IconRefresh}
      title={t('firmware.unsynced')}
      detail={t('firmware.unsyncedDetail')}
    >
      <ActionButton
        testId="catalogue-sync"
        label={t('firmware.sync')}
        icon={<IconRefresh size={17} aria-hidden="true" />}
        ask={(client) => client.sync.run()}
      />
    </EmptyPane>
  )
}
