// How each version went. data-testid: firmware-row-<version>.
import type { Statistics } from '../../../preload/contract/statistics.ts'
import { useStation } from '../../store/station-store.ts'
import { formatShare } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './panel.module.css'

export function FirmwareTable({ firmware }: { firmware: Statistics['firmware'] }) {
  const { t, language } = useTexts()
  const products = useStation((state) => state.picture?.settings.products)
  const said = (amount: number) => amount.toLocaleString(language)
  const productName = (id: string | null) =>
    id === null
      ? t('statistics.firmware.noProduct')
      : products?.find(({ productId }) => productId === id)?.name || id
  return (
    <section className={classes.panel} aria-labelledby="by-firmware" data-testid="by-firmware">
      <header className={classes.head}>
        <h2 id="by-firmware">{t('statistics.firmware.title')}</h2>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className={classes.scroll} aria-label={t('statistics.firmware.title')} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('statistics.firmware.version')}</th>
              <th scope="col">{t('statistics.firmware.product')}</th>
              {(['jobs', 'passed', 'failed', 'firstPass'] as const).map((column) => (
                <th key={column} scope="col" data-kind="number">
                  {t(`statistics.firmware.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {firmware.map(({ productId, version, jobs, passed, failed, firstPassYield }) => (
              <tr key={`${version} ${productId}`} data-testid={`firmware-row-${version}`}>
                <td>{version ?? t('statistics.firmware.noVersion')}</td>
                <td className={classes.cut} title={productName(productId)}>
                  {productName(productId)}
                </td>
                <td data-kind="number">{said(jobs)}</td>
                <td data-kind="number">{said(passed)}</td>
                <td data-kind="number">{said(failed)}</td>
                <td data-kind="number">
                  {firstPassYield === null ? t('statistics.none') : formatShare(firstPassYield, language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </section>
  )
}
