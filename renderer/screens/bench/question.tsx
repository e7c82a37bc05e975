// Asks before something that cannot be taken back, or that starts work. A dialog of the browser: it keeps the keyboard
// inside and closes with Esc. data-testid: question, question-no, and the button that says yes.
import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useId, useRef } from 'react'
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
  const dialog = useRef<HTMLDialogElement>(null)
  const refuse = useRef<HTMLButtonElement>(null)
  const id = useId()
  useEffect(() => {
    const element = dialog.current
    if (!element) return
    const before = document.activeElement
    element.showModal()
    // Who presses Enter once too often has said no.
    refuse.current?.focus()
    return () => {
      element.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      data-testid="question"
      onCancel={(event) => {
        event.preventDefault()
        onNo()
      }}
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
