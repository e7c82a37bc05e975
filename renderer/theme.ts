// Mantine's theme, for what its components ask in code. Colours, fonts and radii are variables in theme.css.
import { createTheme, localStorageColorSchemeManager } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'blue',
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})

export const colorSchemeManager = localStorageColorSchemeManager({ key: 'flashline.colours' })
