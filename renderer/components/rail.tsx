// The rail at the left: the screens, and below them language and colours.
import { Tooltip, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import {
  IconHistory,
  IconLanguage,
  IconLayoutGrid,
  IconMoon,
  IconRouter,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import { setLanguage, useTexts } from '../text/i18n.ts'
import classes from './rail.module.css'
import { type Screen, screens } from './use-screen.ts'

const icons = { bench: IconLayoutGrid, lan: IconRouter, history: IconHistory, settings: IconSettings }

export function Rail({ screen }: { screen: Screen }) {
  const { t, language } = useTexts()
  // A change of colours without transitions would need a style element, which a strict CSP forbids.
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true })
  const dark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark'
  return (
    <nav className={classes.rail} aria-label={t('app.navigation')}>
      <img src="./flashline.svg" alt="Flashline" width={34} height={34} className={classes.mark} />
      {screens.map((name) => {
        const ScreenIcon = icons[name]
        return (
          <a
            key={name}
            href={`#/${name}`}
            className={classes.item}
            aria-current={name === screen ? 'page' : undefined}
            data-testid={`nav-${name}`}
          >
            <ScreenIcon size={24} stroke={1.8} aria-hidden="true" />
            {t(`app.${name}`)}
          </a>
        )
      })}
      <span className={classes.gap} />
      <Tooltip label={t('app.toLanguage')} position="right">
        <button
          type="button"
          className={classes.item}
          aria-label={t('app.toLanguage')}
          data-testid="toggle-language"
          onClick={() => setLanguage(language === 'en' ? 'zh-CN' : 'en')}
        >
          <IconLanguage size={22} stroke={1.8} aria-hidden="true" />
          {t('app.languageShort')}
        </button>
      </Tooltip>
      <Tooltip label={t(dark ? 'app.toLight' : 'app.toDark')} position="right">
        <button
          type="button"
          className={classes.item}
          aria-label={t(dark ? 'app.toLight' : 'app.toDark')}
          data-testid="toggle-colours"
          onClick={() => setColorScheme(dark ? 'light' : 'dark')}
        >
          {dark ? <IconSun size={22} aria-hidden="true" /> : <IconMoon size={22} aria-hidden="true" />}
        </button>
      </Tooltip>
    </nav>
  )
}
