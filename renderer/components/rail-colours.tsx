// Light, dark or high contrast: each press of the button goes to the next. data-testid: toggle-colours (data-colours).
import { Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconContrastFilled, IconMoon, IconSun } from '@tabler/icons-react'
import { useTexts } from '../text/i18n.ts'
import { setContrast, useContrast } from './colours.ts'
import rail from './rail.module.css'

const icons = { light: IconSun, dark: IconMoon, contrast: IconContrastFilled }
const next = { light: 'dark', dark: 'contrast', contrast: 'light' } as const

export function RailColours() {
  const { t } = useTexts()
  // A change of colours without transitions would need a style element, which a strict CSP forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const isHigh = useContrast((contrast) => contrast.isHigh)
  const now = isHigh ? 'contrast' : scheme
  const then = next[now]
  const NextIcon = icons[then]
  const label = `${t('colours.title')}: ${t(`colours.${then}`)}`
  return (
    <Tooltip label={label} position="right">
      <button
        type="button"
        className={rail.item}
        aria-label={label}
        data-testid="toggle-colours"
        data-colours={now}
        onClick={() => {
          setContrast(then === 'contrast')
          setColorScheme(then === 'light' ? 'light' : 'dark')
        }}
      >
        <NextIcon size={22} aria-hidden="true" />
      </button>
    </Tooltip>
  )
}
