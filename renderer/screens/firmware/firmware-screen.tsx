// What the clouds list and what is on this station, side by side; below them what is inside the one that is chosen. A file
// that is dropped anywhere here is taken in. data-testid: firmware-search, firmware-import, firmware-file.
import { Button, TextInput } from '@mantine/core'
import { IconFileImport, IconSearch } from '@tabler/icons-react'
import { useDeferredValue, useRef, useState } from 'react'
import { CallProblem } from '../../components/call-problem.tsx'
import { DropVeil } from '../../components/drop-veil.tsx'
import { useDrop } from '../../components/use-drop.ts'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { isKitFile, offerKit } from '../settings/kits/kit-inbox.ts'
import { CataloguePane } from './catalogue-pane.tsx'
import { DetailPanel } from './detail-panel.tsx'
import { shownOf } from './firmware-rows.ts'
import classes from './firmware-screen.module.css'
import { ImportList } from './import-list.tsx'
import { importFiles } from './imports.ts'
import { LibraryPane } from './library-pane.tsx'
import { useLibraryLists } from './library-store.ts'
import { useOpenedFiles } from './opened-files.ts'

export function FirmwareScreen() {
  const { t } = useTexts()
  const mayImport = useMay('firmware', 'beginUpload')
  const client = useStation((state) => state.client)
  const { images, totalBytes, entries, error, selected } = useLibraryLists()
  const [typed, setTyped] = useState('')
  const search = useDeferredValue(typed.trim())
  const chooser = useRef<HTMLInputElement>(null)
  const take = (files: readonly File[]) => {
    if (!client) return
    const images = files.filter((file) => !isKitFile(file))
    if (images.length > 0) importFiles(client, images)
    const kit = files.find(isKitFile)
    if (!kit) return
    location.hash = '#/settings/kits'
    void offerKit(client, kit)
  }
  useOpenedFiles(mayImport && client !== null ? take : null)
  const { isOver, ...drop } = useDrop(mayImport && client !== null, take)
  const isLoaded = images !== null && entries !== null
  const shown = shownOf(selected, images ?? [], entries ?? [])
  return (
    <div className={classes.page} {...drop}>
      <header className={classes.head}>
        <h1>{t('firmware.title')}</h1>
        {isLoaded && (
          <TextInput
            className={classes.search ?? ''}
            aria-label={t('firmware.search')}
            placeholder={t('firmware.search')}
            leftSection={<IconSearch size={16} aria-hidden="true" />}
            value={typed}
            maxLength={100}
            data-testid="firmware-search"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        )}
        <span className={classes.gap} />
        {mayImport && (
          <>
            <span className={classes.hint}>{t('firmware.dropHint')}</span>
            <Button
              leftSection={<IconFileImport size={17} aria-hidden="true" />}
              disabled={client === null}
              data-testid="firmware-import"
              onClick={() => chooser.current?.click()}
            >
              {t('firmware.import')}
            </Button>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              data-testid="firmware-file"
              onChange={(event) => {
                take([...(event.currentTarget.files ?? [])])
                // The same file can be chosen again.
                event.currentTarget.value = ''
              }}
            />
          </>
        )}
      </header>
      {error && <CallProblem error={error} />}
      <ImportList />
      {!isLoaded && !error && <p className={classes.wait}>{t('firmware.loading')}</p>}
      {isLoaded && (
        <>
          <div className={classes.panes}>
            <CataloguePane entries={entries} images={images} search={search} shown={shown} />
            <LibraryPane images={images} totalBytes={totalBytes} search={search} shown={shown} />
          </div>
          <DetailPanel shown={shown} />
        </>
      )}
      {isOver && <DropVeil text={t('firmware.drop')} />}
    </div>
  )
}
