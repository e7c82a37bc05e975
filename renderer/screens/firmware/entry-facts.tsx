// What a catalogue says of a package that is not on this station.
import type { CatalogueView } from '../../../preload/contract/library.ts'
import { formatBytes, formatDateTime } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './detail-panel.module.css'
import { DigestLine } from './digest-line.tsx'
import { Facts } from './facts.tsx'
import { fetchObstacle } from './firmware-rows.ts'

export function EntryFacts({ entry }: { entry: CatalogueView }) {
  const { t, language } = useTexts()
  const { digest, createdAt, modifiedAt, fromVersion, version, productName, productKey, packageType } = entry
  const obstacle = fetchObstacle(entry)
  const method = digest?.method === 'md5' ? 'MD5' : 'SHA-256'
  return (
    <div className={classes.columns}>
      <section className={classes.column} aria-label={t('firmware.facts')}>
        <Facts
          facts={[
            { label: t('firmware.is.product'), value: productName || productKey },
            { label: t('firmware.is.module'), value: entry.module },
            {
              label: t('firmware.is.versions'),
              value: fromVersion === '' ? version : `${fromVersion} → ${version}`,
              isMono: true,
            },
            { label: t('firmware.is.size'), value: formatBytes(entry.sizeBytes, language) },
            { label: method, value: digest && <DigestLine name={method} hex={digest.hex} /> },
            {
              label: t('firmware.is.package'),
              value: packageType === 'full' ? t('firmware.fullPackage') : String(packageType),
            },
          ]}
        />
      </section>
      <section className={classes.column} aria-label={t('firmware.catalogue')}>
        <Facts
          facts={[
            { label: t('firmware.is.firmwareId'), value: entry.firmwareId, isMono: true },
            { label: t('firmware.is.connection'), value: entry.connectionId, isMono: true },
            { label: t('firmware.is.createdAt'), value: createdAt && formatDateTime(createdAt, language) },
            { label: t('firmware.is.modifiedAt'), value: modifiedAt && formatDateTime(modifiedAt, language) },
            { label: t('firmware.is.description'), value: entry.description },
          ]}
        />
      </section>
      <section className={classes.column} aria-label={t('firmware.next')}>
        <p className={classes.quiet}>
          {t(obstacle === null ? 'firmware.fetchToSee' : `firmware.obstacle.${obstacle}`)}
        </p>
      </section>
    </div>
  )
}
