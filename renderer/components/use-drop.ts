// Files that are dropped on an element, and whether some are held over it just now.
import { type DragEvent, useRef, useState } from 'react'

export interface Drop {
  readonly isOver: boolean
  readonly onDragEnter: (event: DragEvent) => void
  readonly onDragOver: (event: DragEvent) => void
  readonly onDragLeave: (event: DragEvent) => void
  readonly onDrop: (event: DragEvent) => void
}

/** `isOffered` false: nothing is taken, and the browser does not open the file either. */
export function useDrop(isOffered: boolean, onFiles: (files: readonly File[]) => void): Drop {
  const [isOver, setOver] = useState(false)
  // Every element inside is entered and left on its own.
  const depth = useRef(0)
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files')
  return {
    isOver,
    onDragEnter(event) {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current += 1
      if (isOffered) setOver(true)
    },
    onDragOver(event) {
      if (!hasFiles(event)) return
      event.preventDefault()
      event.dataTransfer.dropEffect = isOffered ? 'copy' : 'none'
    },
    onDragLeave(event) {
      if (!hasFiles(event)) return
      depth.current -= 1
      if (depth.current <= 0) setOver(false)
    },
    onDrop(event) {
      if (!hasFiles(event)) return
      event.preventDefault()
      depth.current = 0
      setOver(false)
      if (isOffered) onFiles([...event.dataTransfer.files])
    },
  }
}
