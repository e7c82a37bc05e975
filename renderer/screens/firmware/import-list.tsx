// The files that are being taken in: how far each is, what it was recognised as, and what stands in its way. data-testid:
// firmware-import-row (data-state), firmware-import-anyway, firmware-import-dismiss.
import { CloseButton, Progress } from '@mantine/core'
import {
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconClockHour4,
  IconFileImport,
  IconHelpCircleFilled,
} from '@tabler/icons-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { ImageReport } from '../../../preload/contract/library.ts'
import { callErrorText } from '../../api/call-error.ts'
import { ActionButton } from '../../components/action-button.tsx'
import { useStation } from '../../store/station-store.ts'
import { formatBytes, formatList, formatPercent } from '../../text/formats.ts'
import { useTexts } from '../../text/i18n.ts'
import { recognisedText } from './image-words.ts'
import classes from './import-list.module.css'
import { dismissImport, type FileImport, takeAnyway, useImports } from './imports.ts'

export function ImportList() {
  const { t } = useTexts()
  const list = useImports((state) => state.list)
  if (list.length === 0) return null
  return (
    <ul className={classes.list} aria-label={t('firmware.imports')}>
      {list.map((one) => (
        <ImportRow key={one.importId} one={one} />
      ))}
    </ul>
  )
}

function ImportRow({ one }: { one: FileImport }) {
  const { t, language } = useTexts()
  const client = useStation((state) => state.client)
  const { importId, name, sizeBytes, state } = one
  return (
    <li className={classes.row} data-testid="firmware-import-row" data-state={state.kind}>
      <Sign kind={state.kind} />
      <b className={classes.name} title={name}>
        {name}
      </b>
      <span className={classes.size}>{formatBytes(sizeBytes, language)}</span>
      <span className={classes.said} role="status">
        <Said one={one} />
      </span>
      {state.kind === 'undecided' && (
        <ActionButton
          testId="firmware-import-anyway"
          label={t('firmware.takeAnyway')}
          icon={<IconFileImport size={17} aria-hidden="true" />}
          ask={(asked) => takeAnyway(asked, one)}
        />
      )}
      <CloseButton
        aria-label={t(isOver(state.kind) ? 'firmware.importDismiss' : 'firmware.importStop', { name })}
        data-testid="firmware-import-dismiss"
        onClick={() => dismissImport(client, importId)}
      />
    </li>
  )
}

type Kind = FileImport['state']['kind']

const isOver = (kind: Kind) => kind !== 'waiting' && kind !== 'sending' && kind !== 'deciding'

function Sign({ kind }: { kind: Kind }) {
  const look = { size: 20, 'aria-hidden': true } as const
  if (kind === 'taken') return <IconCircleCheckFilled {...look} />
  if (kind === 'undecided') return <IconHelpCircleFilled {...look} />
  return isOver(kind) ? <IconAlertTriangleFilled {...look} /> : <IconClockHour4 {...look} />
}

function Said({ one: { sizeBytes, state } }: { one: FileImport }): ReactNode {
  const { t, language } = useTexts()
  switch (state.kind) {
    case 'waiting':
      return t('firmware.importWaiting')
    case 'deciding':
      return t('firmware.importDeciding')
    case 'empty':
      return <Refused title={t('firmware.importEmpty')} remedy={t('firmware.importEmptyRemedy')} />
    case 'unreadable':
      return <Refused title={t('firmware.importUnreadable')} remedy={t('firmware.importUnreadableRemedy')} />
    case 'sending':
      return (
        <span className={classes.sending}>
          <Progress
            className={classes.bar ?? ''}
            value={(100 * state.doneBytes) / sizeBytes}
            size={8}
            aria-label={t('firmware.importSending')}
          />
          {formatPercent(state.doneBytes, sizeBytes, language)}
        </span>
      )
    case 'taken':
      return <Taken state={state} />
    case 'undecided': {
      // The name of the file stands beside it.
      const { format, chip, version, file: _, ...context } = state.error.context
      const text = callErrorText({ ...state.error, context }, language, { title: '', remedy: '' })
      const seems = recognisedText({ format: String(format ?? ''), chip, version }, t)
      return <Refused title={text.title} remedy={[seems, text.remedy].filter(Boolean).join(' ')} />
    }
    case 'refused': {
      const unanswered = { title: t('callFailed.title'), remedy: t('callFailed.remedy') }
      const text = callErrorText(state.error, language, unanswered)
      return <Refused title={text.title} remedy={text.remedy} />
    }
  }
}

function Refused({ title, remedy }: { title: string; remedy: string }) {
  const { t } = useTexts()
  return (
    <>
      <b>{t('app.sentence', { text: title })}</b> {remedy}
    </>
  )
}

/** What it is, and what stands for it. */
function Taken({ state: { image, wasKnown } }: { state: Extract<FileImport['state'], { kind: 'taken' }> }) {
  const { t, language } = useTexts()
  const client = useStation((store) => store.client)
  const [report, setReport] = useState<ImageReport | null>(null)
  useEffect(() => {
    let wanted = true
    client?.firmware.inspect({ sha256: image.sha256 }).then(
      (found) => wanted && setReport(found),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [client, image.sha256])
  const names = [
    ...image.entries.map(({ name, version }) => `${name} ${version}`),
    ...image.tasks.map(({ name }) => name),
  ]
  return (
    <>
      <b>{t(wasKnown ? 'firmware.importKnown' : 'firmware.importTaken')}</b>{' '}
      {report && `${recognisedText(report, t)} `}
      {names.length > 0
        ? t('firmware.matches', { names: formatList(names, language) })
        : t('firmware.matchesNothing')}
    </>
  )
}
