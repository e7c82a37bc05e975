// All records of the filter as a file, told how far it is while it grows, to be cancelled at any time.
// data-testid: history-export-csv, history-export-json, history-export-proof,
// history-export-rows, history-export-cancel.
import { Button, Checkbox } from '@mantine/core'
import { IconFileTypeCsv, IconJson, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import type { HistoryFilter } from '../../../preload/contract/history.ts'
import type { StationClient } from '../../api/client.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useTexts } from '../../text/i18n.ts'
import { type ExportFormat, exportHistory, exportName, proofName } from './export-history.ts'
import classes from './history-screen.module.css'
import { saveFile } from './save-file.ts'

export interface ExportButtonsProps {
  readonly filter: HistoryFilter
  /** Nothing to export. */
  readonly isEmpty: boolean
}

export function ExportButtons({ filter, isEmpty }: ExportButtonsProps) {
  const { t, language } = useTexts()
  const [rows, setRows] = useState<number | null>(null)
  const [isProved, setProved] = useState(false)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const run = async (client: StationClient, format: ExportFormat) => {
    const controller = new AbortController()
    const { signal } = controller
    running.current = controller
    setRows(0)
    try {
      const asked = { filter, format, proof: isProved, signal, onRows: setRows }
      const { file, proof } = await exportHistory(client, asked)
      const name = exportName(format, new Date())
      saveFile(file, name)
      if (proof) saveFile(proof, proofName(name))
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      running.current = null
      setRows(null)
    }
  }
  const reason = rows !== null ? t('records.exportRuns') : isEmpty ? t('records.nothingToExport') : null
  return (
    <>
      {rows !== null && (
        <>
          <span className={classes.progress} role="status" data-testid="history-export-rows">
            {t('records.exported', { count: rows, rows: rows.toLocaleString(language) })}
          </span>
          <Button
            size="sm"
            variant="default"
            leftSection={<IconX size={17} aria-hidden="true" />}
            data-testid="history-export-cancel"
            onClick={() => running.current?.abort()}
          >
            {t('records.cancelExport')}
          </Button>
        </>
      )}
      <Checkbox
        size="sm"
        label={t('records.withProof')}
        title={t('records.withProofHint')}
        checked={isProved}
        disabled={rows !== null}
        data-testid="history-export-proof"
        onChange={({ currentTarget }) => setProved(currentTarget.checked)}
      />
      <ActionButton
        testId="history-export-csv"
        label={t('records.exportCsv')}
        icon={<IconFileTypeCsv size={18} aria-hidden="true" />}
        reason={reason}
        ask={(client) => run(client, 'csv')}
      />
      <ActionButton
        testId="history-export-json"
        label={t('records.exportJson')}
        icon={<IconJson size={18} aria-hidden="true" />}
        reason={reason}
        ask={(client) => run(client, 'json')}
      />
    </>
  )
}
