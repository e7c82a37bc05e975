// The page around what is printed: a bar above that is not printed, and paper below. data-testid: print-now, print-back.
import { Button } from '@mantine/core'
import { IconArrowLeft, IconPrinter } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTexts } from '../../text/i18n.ts'
import classes from './print-screen.module.css'

export interface PrintPageProps {
  readonly title: string
  /** Why there is nothing to print yet; null: there is. */
  readonly reason: string | null
  readonly children: ReactNode
}

export function PrintPage({ title, reason, children }: PrintPageProps) {
  const { t } = useTexts()
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <Button
          variant="default"
          leftSection={<IconArrowLeft size={18} aria-hidden="true" />}
          data-testid="print-back"
          onClick={() => (history.length > 1 ? history.back() : location.replace('#/history'))}
        >
          {t('print.back')}
        </Button>
        <h1>{title}</h1>
        <span className={classes.hint}>{reason ?? t('print.hint')}</span>
        <Button
          leftSection={<IconPrinter size={18} aria-hidden="true" />}
          disabled={reason !== null}
          data-testid="print-now"
          onClick={() => print()}
        >
          {t('print.now')}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: paper that scrolls must be reached by keyboard */}
      <main className={classes.desk} tabIndex={0} aria-label={title}>
        {children}
      </main>
    </div>
  )
}
