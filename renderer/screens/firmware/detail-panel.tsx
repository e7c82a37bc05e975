// What is inside the image that is chosen, who uses it, and what can be done with it; of a catalogue entry that is not here,
// what the catalogue says. data-testid: firmware-detail (data-sha256).
import { IconCpu } from '@tabler/icons-react'
import type { CatalogueView, LibraryImage } from '../../../preload/contract/library.ts'
import { CallProblem } from '../../components/call-problem.tsx'
import { useTexts } from '../../text/i18n.ts'
import { DetailActions } from './detail-actions.tsx'
import classes from './detail-panel.module.css'
import { EntryFacts } from './entry-facts.tsx'
import type { Shown } from './firmware-rows.ts'
import { HereCell } from './here-cell.tsx'
import { ImageFacts } from './image-facts.tsx'
import { ImageLinks } from './image-links.tsx'
import { ImageMap } from './image-map.tsx'
import { DigestPill, StatusPill } from './pill.tsx'
import { useReport } from './use-report.ts'

export function DetailPanel({ shown: { image, entry } }: { shown: Shown }) {
  if (image) return <ImageDetail key={image.sha256} image={image} entry={entry} />
  return entry ? <EntryDetail entry={entry} /> : null
}

function ImageDetail({ image, entry }: { image: LibraryImage; entry: CatalogueView | null }) {
  const { t } = useTexts()
  const { report, error } = useReport(image)
  return (
    <section
      className={classes.panel}
      aria-labelledby="detail-title"
      data-testid="firmware-detail"
      data-sha256={image.sha256}
    >
      <header className={classes.head}>
        <IconCpu size={22} stroke={1.7} aria-hidden="true" />
        <h2 id="detail-title" title={image.name ?? image.sha256}>
          {image.name ?? t('firmware.unnamed')}
        </h2>
        <DigestPill digest={image.digest} />
        {entry && <StatusPill entry={entry} />}
        <span className={classes.gap} />
        <DetailActions image={image} />
      </header>
      {error && <CallProblem error={error} />}
      <div className={classes.columns}>
        <ImageFacts image={image} report={report} />
        <ImageMap report={report} />
        <ImageLinks image={image} report={report} />
      </div>
    </section>
  )
}

function EntryDetail({ entry }: { entry: CatalogueView }) {
  return (
    <section className={classes.panel} aria-labelledby="detail-title" data-testid="firmware-detail">
      <header className={classes.head}>
        <IconCpu size={22} stroke={1.7} aria-hidden="true" />
        <h2 id="detail-title">{`${entry.name} ${entry.version}`}</h2>
        <StatusPill entry={entry} />
        <span className={classes.gap} />
        <span className={classes.fetch}>
          <HereCell entry={entry} image={null} />
        </span>
      </header>
      <EntryFacts entry={entry} />
    </section>
  )
}
