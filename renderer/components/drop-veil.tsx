// Lies over an element while files are held over it; the element is `position: relative`. data-testid: drop-veil.
import { IconFileImport } from '@tabler/icons-react'
import classes from './drop-veil.module.css'

export function DropVeil({ text }: { text: string }) {
  return (
    <div className={classes.veil} data-testid="drop-veil">
      <IconFileImport size={52} stroke={1.4} aria-hidden="true" />
      {text}
    </div>
  )
}
