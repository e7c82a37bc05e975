// The middle of the panel: the memory map of an image, or why there is none.
import { useLayoutEffect, useRef, useState } from 'react'
import { errorText, errorTexts } from '../../../preload/contract/error-texts.ts'
import type { ErrorCode } from '../../../preload/contract/errors.ts'
import type { ImageReport } from '../../../preload/contract/library.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './detail-panel.module.css'
import { isPlaced, placedRegions } from './memory-layout.ts'
import { MemoryMap } from './memory-map.tsx'

export function ImageMap({ report }: { report: ImageReport | null }) {
  const { t } = useTexts()
  const regions = report === null ? [] : placedRegions(report)
  const [heightPx, place] = useHeight()
  return (
    <section className={classes.mapColumn} aria-label={t('firmware.memoryMap')}>
      <h3>{t('firmware.memoryMap')}</h3>
      {report !== null && report.format !== 'unknown' && !isPlaced(report) && (
        <p className={classes.note}>{t('firmware.unplaced')}</p>
      )}
      <div className={classes.mapPlace} ref={place}>
        {report === null && <p className={classes.quiet}>{t('firmware.reading')}</p>}
        {report?.format === 'unknown' && <Unreadable report={report} />}
        {report !== null && regions.length > 0 && heightPx > 0 && (
          <MemoryMap regions={regions} isPlaced={isPlaced(report)} heightPx={heightPx} />
        )}
      </div>
    </section>
  )
}

function Unreadable({ report }: { report: ImageReport }) {
  const { t, language } = useTexts()
  const { reason, detail = null, ...facts } = report.facts
  if (reason === 'IMAGE_DIGEST' || reason === 'IMAGE_UNREADABLE')
    return (
      <Problem
        title={t(reason === 'IMAGE_DIGEST' ? 'firmware.altered' : 'firmware.lostFile')}
        remedy={t('firmware.lost')}
      />
    )
  const context = { ...facts, reason: detail }
  const text = isCode(reason) ? errorText({ code: reason, context }, language) : null
  return <Problem title={text?.title ?? t('firmware.format.unknown')} remedy={t('firmware.damaged')} />
}

function Problem({ title, remedy }: { title: string; remedy: string }) {
  return (
    <div className={classes.unreadable} data-testid="image-unreadable">
      <b>{title}</b>
      <p>{remedy}</p>
    </div>
  )
}

function isCode(reason: unknown): reason is ErrorCode {
  return typeof reason === 'string' && reason in errorTexts
}

/** How high the place is in which the map is drawn. */
function useHeight(): [number, React.RefObject<HTMLDivElement | null>] {
  const place = useRef<HTMLDivElement>(null)
  const [heightPx, setHeightPx] = useState(0)
  useLayoutEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new ResizeObserver(() => setHeightPx(element.clientHeight))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return [heightPx, place]
}
