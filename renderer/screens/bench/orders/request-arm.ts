// Arms a work order: at once where nothing is at stake, after a question where boards are in or another order gives way.
import { stateOfSlot } from '../../../store/slot-state.ts'
import { useStation } from '../../../store/station-store.ts'
import { askStation } from '../ask-station.ts'
import { setBenchView } from '../bench-view.ts'
import { armedOrder } from '../start-obstacle.ts'

export async function requestArm(orderId: string): Promise<void> {
  const { picture } = useStation.getState()
  if (!picture) return
  const areBoardsIn = picture.slotIds.some((slotId) => stateOfSlot(picture, slotId) === 'ready')
  if (areBoardsIn || armedOrder(picture)) {
    setBenchView({ asked: { kind: 'arm', orderId } })
    return
  }
  await askStation(async (client) => {
    await client.orders.arm({ orderId })
    setBenchView({ orders: null })
  })
}
