// What is inside an image, as the contract says it. One that cannot be read has a report too: of an unknown format, with
// the reason among its facts. Pure.
import { asFlashlineError, type ErrorContext, type ImageReport } from '../../preload/contract/index.ts'
import { describeImage } from '../firmware/describe-image.ts'

/** A scattered HEX file has thousands; nobody looks at more. */
const mostRegions = 1000

type Known = Pick<ImageReport, 'sha256' | 'md5' | 'sizeBytes'>

/** `reason`: the code of the error that keeps it from being read. */
export function reportImage({ sha256, md5, sizeBytes }: Known, bytes: Uint8Array): ImageReport {
  try {
    const { format, chip, version, entry, isPlaced, regions, pieces, facts } = describeImage(bytes)
    const shown = pieces.length > 0 ? pieces : regions.map((region) => ({ ...region, name: null }))
    return {
      ...{ sha256, md5, sizeBytes, format, chip, version, entryPoint: entry },
      regions: shown
        .slice(0, mostRegions)
        .map((region) => ({ ...region, address: isPlaced ? region.address : null })),
      facts: { ...facts, ...(shown.length > mostRegions ? { regionCount: shown.length } : {}) },
    }
  } catch (error) {
    const { code, context } = asFlashlineError(error)
    if (!code.startsWith('IMAGE_')) throw error
    return unreadable(
      { sha256, md5, sizeBytes },
      { ...context, reason: code, detail: context.reason ?? null },
    )
  }
}

/** `facts.reason` is a code. */
export function unreadable(known: Known, facts: ErrorContext): ImageReport {
  return { ...known, format: 'unknown', chip: null, version: null, entryPoint: null, regions: [], facts }
}
