// Asks before something that cannot be taken back, or that starts work.
// data-testid: question, question-no, and the button that says yes.
import { Button } from '@mantine/core'
import { type ReactNode, useId, useRef } from 'react'
import { useModal } from '../../components/use-modal.ts'
import classes from './question.module.css'

export interface QuestionProps {
  readonly title: string
  /** Sentences, each on a line of its own. */
  readonly text: readonly string[]
  readonly no: string
  /** Says yes. */
  readonly children: ReactNode
  readonly onNo: () => void
}

export function Question({ title, text, no, children, onNo }: QuestionProps) {
  const refuse = useRef<HTMLButtonElement>(null)
  const id = useId()
  // Who presses Enter once too often has said no.
  const modal = useModal(onNo, refuse)
  return (
    <dialog
      {...modal}
      className={classes.dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      data-testid="question"
    >
      <h2 id={`${id}-title`} className={classes.title}>
        {title}
      </h2>
      <div id={`${id}-text`} className={classes.text}>
        {text.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </div>
      <div className={classes.buttons}>
        {children}
        <Button ref={refuse} size="md" variant="default" data-testid="question-no" onClick={onNo}>
          {no}
        </Button>
      </div>
    </dialog>
  )
}
