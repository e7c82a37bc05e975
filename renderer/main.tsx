// Starts the screens: styles, language, the connection to the station, React. The only file here with side effects.
import './styles.ts'
import { MantineProvider } from '@mantine/core'
import { createRoot } from 'react-dom/client'
import { carrierOf } from './api/client.ts'
import { followStation } from './api/follow-station.ts'
import { App } from './app.tsx'
import { startContrast } from './components/colours.ts'
import { startTexts } from './text/i18n.ts'
import { colorSchemeManager, theme } from './theme.ts'

void followStation(carrierOf(window), new AbortController().signal)
startContrast()
await startTexts()

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    // The theme's variables are in theme.css, so the provider writes no style element and a strict CSP holds.
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <App />
    </MantineProvider>,
  )
}
