// The frame of the screens: rail, banners, the screen that the address names, the open record.
import { lazy, Suspense } from 'react'
import classes from './app.module.css'
import { ConnectionBanner } from './components/connection-banner.tsx'
import { NoticeBar } from './components/notice-bar.tsx'
import { PracticeBanner } from './components/practice-banner.tsx'
import { Rail } from './components/rail.tsx'
import { useScreen } from './components/use-screen.ts'
import { BenchScreen } from './screens/bench/bench-screen.tsx'
import { useStation } from './store/station-store.ts'
import { useTexts } from './text/i18n.ts'

const HistoryScreen = lazy(async () => ({
  default: (await import('./screens/history/history-screen.tsx')).HistoryScreen,
}))
const LanScreen = lazy(async () => ({
  default: (await import('./screens/lan/lan-screen.tsx')).LanScreen,
}))
const SettingsScreen = lazy(async () => ({
  default: (await import('./screens/settings/settings-screen.tsx')).SettingsScreen,
}))
const JobDrawer = lazy(async () => ({ default: (await import('./screens/job/job-drawer.tsx')).JobDrawer }))

export function App() {
  const { t } = useTexts()
  const screen = useScreen()
  const loaded = useStation((state) => state.picture !== null)
  const recordOpen = useStation((state) => state.openJobId !== null)
  return (
    <div className={classes.app}>
      <Rail screen={screen} />
      <div className={classes.page}>
        <ConnectionBanner />
        <PracticeBanner />
        <main className={classes.screen}>
          {!loaded && <p className={classes.wait}>{t('connection.connecting')}</p>}
          {loaded && screen === 'bench' && <BenchScreen />}
          <Suspense fallback={null}>
            {loaded && screen === 'lan' && <LanScreen />}
            {loaded && screen === 'history' && <HistoryScreen />}
            {loaded && screen === 'settings' && <SettingsScreen />}
            {recordOpen && <JobDrawer />}
          </Suspense>
        </main>
      </div>
      <NoticeBar />
    </div>
  )
}
