// A dialog of the browser over the whole page: it keeps the keyboard inside, closes with Esc, and gives the focus back to
// where it was. What it looks like is its owner's.
import { type DialogHTMLAttributes, type RefObject, useEffect, useRef } from 'react'

type ModalProps = Required<Pick<DialogHTMLAttributes<HTMLDialogElement>, 'onCancel'>> & {
  readonly ref: RefObject<HTMLDialogElement | null>
}

/**
 * For the `<dialog>` of a component that is there exactly while the dialog is. `onClose`: somebody wants it gone; `first`
 * gets the focus, else the browser chooses.
 */
export function useModal(onClose: () => void, first?: RefObject<HTMLElement | null>): ModalProps {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = ref.current
    const before = document.activeElement
    element?.showModal()
    first?.current?.focus()
    return () => {
      element?.close()
      if (before instanceof HTMLElement) before.focus()
    }
  }, [first])
  return {
    ref,
    onCancel(event) {
      event.preventDefault()
      onClose()
    },
  }
}
