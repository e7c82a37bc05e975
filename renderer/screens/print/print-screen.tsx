// What is printed: a lot or labels, on paper as they will be. The system's print window makes a PDF, too.
import { useAddress } from '../../components/use-address.ts'
import { useTexts } from '../../text/i18n.ts'
import { LabelSheet } from './label-sheet.tsx'
import { LotSheet } from './lot-sheet.tsx'
import { printedOf } from './print-address.ts'
import { PrintPage } from './print-page.tsx'
import classes from './print-screen.module.css'

export function PrintScreen() {
  const { t } = useTexts()
  const printed = printedOf(useAddress())
  if (printed === null) {
    return (
      <PrintPage title={t('print.title')} reason={t('print.nothing')}>
        <p className={classes.message}>{t('print.nothing')}</p>
      </PrintPage>
    )
  }
  return 'lot' in printed ? (
    <LotSheet key={printed.lot} lot={printed.lot} />
  ) : (
    <LabelSheet key={printed.jobIds.join()} jobIds={printed.jobIds} />
  )
}
