// Shape and word of a state, large enough to be read from two metres. A word that is too long for its card is set
// narrower, not smaller; how much depends on the font that is there, so it is measured.
import { useLayoutEffect, useRef } from 'react'
import { StateMark } from '../../components/state-mark.tsx'
import type { SlotState } from '../../store/slot-state.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './slot-card.module.css'

/** Longer words get the whole line; their shape stands above, beside the name. */
const longLetters = 8

export function StateWord({ state }: { state: SlotState }) {
  const { t } = useTexts()
  const word = t(`state.${state}`)
  const line = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another word has another width
  useLayoutEffect(() => {
    const element = line.current
    if (!element) return
    const watch = new ResizeObserver(() => squeeze(element))
    watch.observe(element)
    squeeze(element)
    return () => watch.disconnect()
  }, [word])
  return (
    <div className={classes.word} data-long={word.length > longLetters} ref={line}>
      <StateMark state={state} size="1em" />
      <span className={classes.fit}>
        <strong>{word}</strong>
      </span>
    </div>
  )
}

function squeeze(line: HTMLElement): void {
  const fit = line.querySelector('span')
  const word = line.querySelector('strong')
  const mark = line.querySelector('svg')
  if (!fit || !word || !mark) return
  const style = getComputedStyle(line)
  const beside =
    line.dataset.long === 'false'
      ? mark.getBoundingClientRect().width + Number.parseFloat(style.columnGap)
      : 0
  // The width before any transformation.
  const natural = word.offsetWidth
  const scale = Math.min(1, (line.clientWidth - beside) / natural)
  fit.style.width = `${natural * scale}px`
  word.style.transform = scale < 1 ? `scaleX(${scale})` : ''
}
