// What an image is: what its format says of it, its digests, and how long it is here.
import type { ImageReport, LibraryImage } from '../../../preload/contract/library.ts'
import { formatBytes, formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './detail-panel.module.css'
import { DigestLine } from './digest-line.tsx'
import { Facts } from './facts.tsx'
import { formatWord } from './image-words.ts'
import { hexAddress } from './memory-layout.ts'

export function ImageFacts({ image, report }: { image: LibraryImage; report: ImageReport | null }) {
  const { t, language } = useTexts()
  const { sizeBytes, md5, sha256, storedAt, checkedAt } = image
  const bytes = t('firmware.bytes', { count: sizeBytes, bytes: sizeBytes.toLocaleString(language) })
  const size = sizeBytes < 1000 ? bytes : `${formatBytes(sizeBytes, language)} (${bytes})`
  return (
    <section
      className={classes.column}
      aria-label={t('firmware.facts')}
      data-testid="image-facts"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reached by keyboard
      tabIndex={0}
    >
      <Facts
        facts={[
          { label: t('firmware.is.format'), value: report && formatWord(report.format, t) },
          { label: t('firmware.is.chip'), value: report?.chip ?? null },
          { label: t('firmware.is.version'), value: report?.version ?? null, isMono: true },
          {
            label: t('firmware.is.entryPoint'),
            value: report === null || report.entryPoint === null ? null : hexAddress(report.entryPoint),
            isMono: true,
          },
          { label: t('firmware.is.size'), value: size },
          { label: 'MD5', value: <DigestLine name="MD5" hex={md5} /> },
          { label: 'SHA-256', value: <DigestLine name="SHA-256" hex={sha256} /> },
          { label: t('firmware.is.storedAt'), value: formatDateTime(storedAt, language) },
          {
            label: t('firmware.is.checkedAt'),
            value: checkedAt === null ? t('firmware.neverChecked') : formatDateTime(checkedAt, language),
          },
        ]}
      />
    </section>
  )
}
