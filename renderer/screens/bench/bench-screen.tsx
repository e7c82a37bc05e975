// The bench: the work order, one card per slot, what has just ended; or the floor view of the same slots. Scanner and
// keyboard are heard on both.
import { useEffect, useRef } from 'react'
import { leaveKiosk, toggleKiosk, useKiosk, watchFullscreen } from '../../components/kiosk.ts'
import { useMay } from '../../components/use-may.ts'
import { useStation } from '../../store/station-store.ts'
import { useTexts } from '../../text/i18n.ts'
import { acknowledge, doMainAction, openLogOfSlot } from './act-on-slot.ts'
import { askStation } from './ask-station.ts'
import { AskedQuestion } from './asked-question.tsx'
import { BenchView } from './bench-columns.tsx'
import type { BenchAction } from './bench-keys.ts'
import { focusSlot, select, setBenchView, useBenchView } from './bench-view.ts'
import { FloorView } from './floor/floor-view.tsx'
import { placeAfter } from './grid-shape.ts'
import { KeysPanel } from './keys-panel.tsx'
import { LearnWizard } from './learn/learn-wizard.tsx'
import { OrdersDrawer } from './orders/orders-drawer.tsx'
import { PlacesDrawer } from './places-drawer.tsx'
import { ScanResult } from './scanning/scan-result.tsx'
import { type BenchKeys, useBenchKeys } from './use-bench-keys.ts'
import { toggleFloor, useFloor } from './use-floor.ts'

export function BenchScreen() {
  const isFloor = useFloor()
  const columns = useRef(1)
  useBenchKeys(useActions(columns))
  useEffect(watchFullscreen, [])
  return (
    <>
      {isFloor ? <FloorView columns={columns} /> : <BenchView columns={columns} />}
      <LearnWizard />
      <ScanResult />
      <OrdersDrawer />
      <AskedQuestion />
      <KeysPanel />
      <PlacesDrawer />
    </>
  )
}

/** What the keys do, by what this viewer may. */
function useActions(columns: { readonly current: number }): { readonly current: BenchKeys } {
  const { t } = useTexts()
  const mayScan = useMay('scans', 'take')
  const mayStart = useMay('jobs', 'start')
  const act = (action: BenchAction, key: string) => {
    const slotId = useBenchView.getState().selectedSlotId
    if (action === 'move') return move(key, columns.current)
    if (action === 'floor') return toggleFloor()
    if (action === 'kiosk') return void toggleKiosk()
    if (action === 'keys') return setBenchView({ keysShown: true })
    if (action === 'leave') return leave()
    if (action === 'log') return slotId === null ? undefined : openLogOfSlot(slotId)
    if (!mayStart) return
    if (action === 'startAll') return void askStation((client) => client.jobs.startAll())
    if (slotId === null) return
    if (action === 'main') doMainAction(t, slotId)
    else acknowledge(slotId)
  }
  const keys = useRef<BenchKeys>({ act, mayScan })
  keys.current = { act, mayScan }
  return keys
}

function move(key: string, columns: number): void {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight' && key !== 'ArrowUp' && key !== 'ArrowDown') return
  const slotIds = useStation.getState().picture?.slotIds ?? []
  const selected = useBenchView.getState().selectedSlotId
  const next =
    slotIds[placeAfter(key, selected === null ? -1 : slotIds.indexOf(selected), slotIds.length, columns)]
  if (next !== undefined) focusSlot(next)
}

function leave(): void {
  if (useKiosk.getState().isKiosk) void leaveKiosk()
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  select(null)
}
