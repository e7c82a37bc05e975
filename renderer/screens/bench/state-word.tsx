// Shape and word of a state, large enough to be read from two metres. Long words are set narrower, not smaller.
import type { CSSProperties } from 'react'
import { StateMark } from '../../components/state-mark.tsx'
import type { SlotState } from '../../store/slot-state.ts'
import { useTexts } from '../../text/i18n.ts'
import classes from './slot-card.module.css'

export function StateWord({ state }: { state: SlotState }) {
  const { t } = useTexts()
  const word = t(`state.${state}`)
  // Chinese characters are as wide as high, Latin capitals about two thirds of that.
  const ems = [...word].reduce((sum, letter) => sum + (letter > '\u2e80' ? 1 : 0.72), 0)
  return (
    <div className={classes.word} style={{ '--ems': ems } as CSSProperties}>
      <StateMark state={state} size="1em" />
      <strong>{word}</strong>
    </div>
  )
}
