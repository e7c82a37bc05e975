// The rail at the left: the screens, and below them help, language, sounds and colours.
import { Tooltip } from '@mantine/core'
import {
  IconChartBar,
  IconCpu,
  IconDeviceMobileSearch,
  IconHistory,
  IconLanguage,
  IconLayoutGrid,
  IconListCheck,
  IconRouter,
  IconSettings,
} from '@tabler/icons-react'
import { useStation } from '../store/station-store.ts'
import { setLanguage, useTexts } from '../text/i18n.ts'
import { Account } from './account.tsx'
import { HelpButton } from './help-button.tsx'
import classes from './rail.module.css'
import { RailColours } from './rail-colours.tsx'
import { RailSound } from './rail-sound.tsx'
import { offeredScreens } from './screen-access.ts'
import type { Screen } from './use-screen.ts'

const icons = {
  bench: IconLayoutGrid,
  tasks: IconListCheck,
  firmware: IconCpu,
  devices: IconDeviceMobileSearch,
  lan: IconRouter,
  history: IconHistory,
  statistics: IconChartBar,
  settings: IconSettings,
}

export function Rail({ screen }: { screen: Screen }) {
  const { t, language } = useTexts()
  const session = useStation((state) => state.session)
  return (
    <nav className={classes.rail} aria-label={t('app.navigation')}>
      <img src="./flashline.svg" alt="Flashline" width={34} height={34} className={classes.mark} />
      {offeredScreens(session).map((name) => {
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
      <Account />
      <HelpButton className={classes.item} />
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
      <div className={classes.pair}>
        <RailSound />
        <RailColours />
      </div>
    </nav>
  )
}
