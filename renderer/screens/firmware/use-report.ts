// What is inside the image that is shown; asked again when it was fetched or checked anew.
import { useEffect, useState } from 'react'
import type { ImageReport, LibraryImage } from '../../../preload/contract/library.ts'
import { type CallError, callErrorOf } from '../../api/call-error.ts'
import { useStation } from '../../store/station-store.ts'

export interface ReportState {
  /** Null: not told yet. */
  readonly report: ImageReport | null
  readonly error: CallError | null
}

const untold: ReportState = { report: null, error: null }

export function useReport({ sha256, storedAt, digest }: LibraryImage): ReportState {
  const client = useStation((state) => state.client)
  const [told, setTold] = useState(untold)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `storedAt` and `digest` are reasons to ask again
  useEffect(() => {
    let wanted = true
    client?.firmware.inspect({ sha256 }).then(
      (report) => wanted && setTold({ report, error: null }),
      (error: unknown) => wanted && setTold({ report: null, error: callErrorOf(error) }),
    )
    return () => {
      wanted = false
    }
  }, [client, sha256, storedAt, digest])
  return told.report === null || told.report.sha256 === sha256 ? told : untold
}
