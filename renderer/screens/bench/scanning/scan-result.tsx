// What became of a scan, large enough to be read while the scanner is still in the hand: for three seconds when it was
// taken, until it is acknowledged when it was refused.
// data-testid: scan-bound, scan-refused (data-code), scan-understood.
import { Button } from '@mantine/core'
import { IconBarcode, IconHandStop } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useEffect, useRef } from 'react'
import { type CallError, callErrorText } from '../../../api/call-error.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { slotName } from '../../../text/slot-name.ts'
import { useBenchView } from '../bench-view.ts'
import classes from './scanning.module.css'
import { forgetScanShown } from './send-scan.ts'

const shownMs = 3000

export function ScanResult() {
  const scan = useBenchView((view) => view.scan)
  if (scan?.kind === 'bound') return <Bound key={scan.sn} sn={scan.sn} slotId={scan.slotId} />
  if (scan?.kind === 'refused') return <Refused text={scan.text} error={scan.error} />
  return null
}

function Bound({ sn, slotId }: { sn: string; slotId: string | null }) {
  const { t } = useTexts()
  const name = useStation(({ picture }) => (slotId ? picture?.slots[slotId]?.name : undefined))
  useEffect(() => {
    const timer = setTimeout(forgetScanShown, shownMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={classes.bound} role="status" data-testid="scan-bound">
      <IconBarcode size={52} stroke={1.7} aria-hidden="true" />
      <div>
        <div className={classes.sn}>{sn}</div>
        <div className={classes.where}>
          {slotId === null ? t('scan.boundNext') : t('scan.bound', { slot: slotName(t, name || slotId) })}
        </div>
      </div>
    </div>
  )
}

function Refused({ text, error }: { text: string; error: CallError }) {
  const { t, language } = useTexts()
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    const before = document.activeElement
    button.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  const said = callErrorText(named(t, error), language, {
    title: t('callFailed.title'),
    remedy: t('callFailed.remedy'),
  })
  return (
    <div className={classes.veil}>
      <div
        className={classes.refused}
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="scan-refused-title"
        aria-describedby="scan-refused-remedy"
        data-testid="scan-refused"
        data-code={error.code ?? undefined}
      >
        <IconHandStop size={64} stroke={1.8} aria-hidden="true" />
        <div className={classes.refusedText}>
          <div className={classes.scanned}>{text.slice(0, 80)}</div>
          <h2 id="scan-refused-title">{said.title}</h2>
          <p id="scan-refused-remedy">{said.remedy}</p>
          <Button
            ref={button}
            size="lg"
            className={classes.understood ?? ''}
            data-testid="scan-understood"
            onClick={forgetScanShown}
            onKeyDown={(event) => event.key === 'Escape' && forgetScanShown()}
          >
            {t('scan.understood')}
          </Button>
        </div>
      </div>
    </div>
  )
}

/** A place that nobody named has a number, which each language says in its own way. */
function named(t: TFunction, { code, context }: CallError): CallError {
  const { slotName: name } = context
  return { code, context: typeof name === 'string' ? { ...context, slotName: slotName(t, name) } : context }
}
