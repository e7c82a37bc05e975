// Where the next scan goes, and a field to type a serial number by hand. data-testid: scan-field, scan-input, scan-target (data-slot).
import { IconBarcode } from '@tabler/icons-react'
import { useState } from 'react'
import { useMay } from '../../../components/use-may.ts'
import { useStation } from '../../../store/station-store.ts'
import { useTexts } from '../../../text/i18n.ts'
import { slotName } from '../../../text/slot-name.ts'
import { useBenchView } from '../bench-view.ts'
import classes from './scanning.module.css'
import { scanTarget, sendScan } from './send-scan.ts'

export function ScanField() {
  const { t } = useTexts()
  const may = useMay('scans', 'take')
  const selected = useBenchView(({ selectedSlotId }) => selectedSlotId)
  const target = useStation(({ picture }) => scanTarget(picture, selected))
  const name = useStation(({ picture }) => (target ? (picture?.slots[target]?.name ?? '') : ''))
  const [text, setText] = useState('')
  if (!may) return null
  const goesTo = target ? t('scan.toSlot', { slot: slotName(t, name || target) }) : t('scan.toNext')
  return (
    <form
      className={classes.field}
      data-testid="scan-field"
      onSubmit={(event) => {
        event.preventDefault()
        void sendScan(text)
        setText('')
      }}
    >
      <IconBarcode size={24} stroke={1.8} aria-hidden="true" />
      <span className={classes.entry}>
        <input
          value={text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          aria-label={t('scan.typeLabel')}
          placeholder={t('scan.type')}
          data-testid="scan-input"
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <span className={classes.target} data-testid="scan-target" data-slot={target ?? ''}>
          {goesTo}
        </span>
      </span>
    </form>
  )
}
