// Sends what was scanned to the station, one after the other, and shows what became of it. A refusal stays until it is
// acknowledged, and until then nothing more is taken: whoever scans on must not miss it.
import { callErrorOf } from '../../../api/call-error.ts'
import { playSound } from '../../../sounds/watch-sounds.ts'
import type { Picture } from '../../../store/picture.ts'
import { stateOfSlot } from '../../../store/slot-state.ts'
import { useStation } from '../../../store/station-store.ts'
import { focusSlot, select, setBenchView, useBenchView } from '../bench-view.ts'

/** The slot that a scan goes to; null: the next board. While a result is shown it is for the unit that comes after. */
export function scanTarget(picture: Picture | null, selectedSlotId: string | null): string | null {
  if (!picture || selectedSlotId === null || !picture.slots[selectedSlotId]) return null
  return stateOfSlot(picture, selectedSlotId) === 'running' ? null : selectedSlotId
}

/** After a scan for the selected slot: the next one that waits for a number, else none. */
export function nextToScan({ slotIds, slots }: Picture, slotId: string): string | null {
  const place = slotIds.indexOf(slotId)
  const waits = (id: string) => {
    const slot = slots[id]
    return slot?.present === true && slot.jobId === null && slot.scannedSn === null
  }
  return slotIds.slice(place + 1).find(waits) ?? null
}

let busy = false

export async function sendScan(text: string): Promise<void> {
  const { client, picture } = useStation.getState()
  const { scan, selectedSlotId } = useBenchView.getState()
  if (!client || text.trim() === '') return
  if (busy || scan?.kind === 'refused') {
    playSound('attention')
    return
  }
  busy = true
  const slotId = scanTarget(picture, selectedSlotId)
  setBenchView({ scan: { kind: 'sending', text } })
  try {
    const bound = await client.scans.take({ text, slotId })
    setBenchView({ scan: { kind: 'bound', sn: bound.sn, slotId: bound.slotId } })
    playSound('scan')
    if (slotId !== null && picture) {
      const next = nextToScan(picture, slotId)
      if (next) focusSlot(next)
      else select(null)
    }
  } catch (error) {
    setBenchView({ scan: { kind: 'refused', text, error: callErrorOf(error) } })
    playSound('attention')
  } finally {
    busy = false
  }
}

export function forgetScanShown(): void {
  setBenchView({ scan: null })
}
