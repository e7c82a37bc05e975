// The frame of the screens: rail, banners, the screen that the address names, the open record.
import { lazy, Suspense, useEffect } from 'react'
import classes from './app.module.css'
import { ConnectionBanner } from './components/connection-banner.tsx'
import { DiskBanner } from './components/disk-banner.tsx'
import { useKiosk } from './components/kiosk.ts'
import { LookingBanner } from './components/looking-banner.tsx'
import { NoticeBar } from './components/notice-bar.tsx'
import { PracticeBanner } from './components/practice-banner.tsx'
import { Rail } from './components/rail.tsx'
import { RecoveryBanner } from './components/recovery-banner.tsx'
import { useAddress } from './components/use-address.ts'
import { useScreen } from './components/use-screen.ts'
import { BenchScreen } from './screens/bench/bench-screen.tsx'
import { useFirstRunShown } from './screens/first-run/first-run-store.ts'
import { isHelpAddress, openHelpFromAddress, useHelp } from './screens/help/help-store.ts'
import { Admission } from './screens/sign-in/admission.tsx'
import { useStation } from './store/station-store.ts'
import { useTexts } from './text/i18n.ts'

const HistoryScreen = lazy(async () => ({
  default: (await import('./screens/history/history-screen.tsx')).HistoryScreen,
}))
const LanScreen = lazy(async () => ({
  default: (await import('./screens/lan/lan-screen.tsx')).LanScreen,
}))
const TasksScreen = lazy(async () => ({
  default: (await import('./screens/tasks/tasks-screen.tsx')).TasksScreen,
}))
const FirmwareScreen = lazy(async () => ({
  default: (await import('./screens/firmware/firmware-screen.tsx')).FirmwareScreen,
}))
const DevicesScreen = lazy(async () => ({
  default: (await import('./screens/devices/devices-screen.tsx')).DevicesScreen,
}))
const StatisticsScreen = lazy(async () => ({
  default: (await import('./screens/statistics/statistics-screen.tsx')).StatisticsScreen,
}))
const SettingsScreen = lazy(async () => ({
  default: (await import('./screens/settings/settings-screen.tsx')).SettingsScreen,
}))
const FirstRun = lazy(async () => ({ default: (await import('./screens/first-run/first-run.tsx')).FirstRun }))
const HelpPanel = lazy(async () => ({ default: (await import('./screens/help/help-panel.tsx')).HelpPanel }))
const PrintScreen = lazy(async () => ({
  default: (await import('./screens/print/print-screen.tsx')).PrintScreen,
}))
const SignInDialog = lazy(async () => ({
  default: (await import('./screens/sign-in/sign-in-dialog.tsx')).SignInDialog,
}))
const JobDrawer = lazy(async () => ({ default: (await import('./screens/job/job-drawer.tsx')).JobDrawer }))

export function App() {
  const { t } = useTexts()
  const screen = useScreen()
  const address = useAddress()
  const printing = address.startsWith('#/print/')
  const loaded = useStation((state) => state.picture !== null)
  const isKiosk = useKiosk((kiosk) => kiosk.isKiosk)
  const signInOpen = useStation((state) => state.signInOpen)
  const recordOpen = useStation((state) => state.openJobId !== null)
  const firstRun = useFirstRunShown()
  const helpOpen = useHelp((state) => state.open)
  useEffect(() => {
    if (isHelpAddress(address)) openHelpFromAddress()
  }, [address])
  if (firstRun)
    return (
      <div className={classes.whole}>
        <ConnectionBanner />
        <Suspense fallback={null}>
          <FirstRun />
        </Suspense>
        <NoticeBar />
      </div>
    )
  if (printing && loaded)
    return (
      <Suspense fallback={null}>
        <PrintScreen />
      </Suspense>
    )
  return (
    <div className={classes.app} data-kiosk={isKiosk} data-help={helpOpen}>
      <Rail screen={screen} />
      <div className={classes.page}>
        <ConnectionBanner />
        <PracticeBanner />
        <DiskBanner />
        <RecoveryBanner />
        <LookingBanner screen={screen} />
        <main className={classes.screen}>
          {!loaded && <p className={classes.wait}>{t('connection.connecting')}</p>}
          {loaded && (
            <Admission screen={screen} className={classes.screen}>
              {screen === 'bench' && <BenchScreen />}
              <Suspense fallback={null}>
                {screen === 'lan' && <LanScreen />}
                {screen === 'history' && <HistoryScreen />}
                {screen === 'tasks' && <TasksScreen />}
                {screen === 'firmware' && <FirmwareScreen />}
                {screen === 'devices' && <DevicesScreen />}
                {screen === 'statistics' && <StatisticsScreen />}
                {screen === 'settings' && <SettingsScreen />}
                {recordOpen && <JobDrawer />}
              </Suspense>
            </Admission>
          )}
        </main>
      </div>
      <Suspense fallback={null}>{helpOpen && <HelpPanel screen={screen} />}</Suspense>
      <Suspense fallback={null}>{signInOpen && <SignInDialog />}</Suspense>
      <NoticeBar />
    </div>
  )
}
