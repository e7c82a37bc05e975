// What the history can be filtered by, asked when the screen is opened and again with every new lot or product on this bench.
import { useEffect, useState } from 'react'
import type { HistoryChoices } from '../../../preload/contract/history.ts'
import { useStation } from '../../store/station-store.ts'

const none: HistoryChoices = {
  products: [],
  versions: [],
  slots: [],
  operators: [],
  lots: [],
  errorCodes: [],
}

/** Nothing to choose from while they are not there: the address can still say a filter. */
export function useChoices(): HistoryChoices {
  const client = useStation((state) => state.client)
  const newest = useStation(({ picture }) => {
    const job = picture?.recent[0]
    return (
      job && JSON.stringify([job.productId, job.lot, job.error?.code, job.operator, job.toVersion.number])
    )
  })
  const [choices, setChoices] = useState(none)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `newest` is the reason to ask again
  useEffect(() => {
    let wanted = true
    client?.history.choices().then(
      (found) => wanted && setChoices(found),
      // The list of records says what is wrong with the station.
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [client, newest])
  return choices
}
