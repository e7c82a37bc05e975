// The serial ports of the station's computer, asked when the step opens and by hand.
import { useCallback, useEffect, useState } from 'react'
import type { SerialPort } from '../../../preload/contract/model.ts'
import { callErrorOf } from '../../api/call-error.ts'
import type { StationClient } from '../../api/client.ts'
import { showNotice, useStation } from '../../store/station-store.ts'

export interface Ports {
  /** Null: not told yet. */
  readonly ports: readonly SerialPort[] | null
  readonly reload: (client: StationClient) => Promise<void>
}

export function usePorts(): Ports {
  const client = useStation((state) => state.client)
  const [ports, setPorts] = useState<readonly SerialPort[] | null>(null)
  useEffect(() => {
    let wanted = true
    client?.station.ports().then(
      (answer) => wanted && setPorts(answer),
      (error: unknown) => wanted && showNotice(callErrorOf(error)),
    )
    return () => {
      wanted = false
    }
  }, [client])
  const reload = useCallback(async (asked: StationClient) => setPorts(await asked.station.ports()), [])
  return { ports, reload }
}
