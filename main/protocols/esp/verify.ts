// Proves what the device holds: it digests its own flash, and the digest must be the image's. Finds the first sector
// that is wrong.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { FlashPlan, Region, VerifyEvent } from '../protocol.ts'
import { sectorBytes } from './compare.ts'
import { md5Of } from './digests.ts'
import { deviceMd5 } from './flash-digest.ts'
import type { Loader } from './loader.ts'

/** VERIFY_MISMATCH {address, expected, found} of the first wrong sector. */
export async function* verifyRegions(
  loader: Loader,
  plan: FlashPlan,
): AsyncGenerator<VerifyEvent, void, void> {
  const digests: string[] = []
  let doneBytes = 0
  for (const region of plan.regions) {
    const sizeBytes = region.bytes.length
    const expected = await md5Of(region.bytes)
    if ((await deviceMd5(loader, region.address, sizeBytes)) !== expected) await requireEqual(loader, region)
    digests.push(expected)
    doneBytes += sizeBytes
    yield { kind: 'progress', doneBytes, totalBytes: plan.totalBytes }
  }
  yield { kind: 'proved', by: 'deviceDigest', algorithm: 'md5', digest: digests.join(' ') }
}

/** An answer may have been broken on its way, so a difference has to be found again, in a place. */
async function requireEqual(loader: Loader, { address, bytes }: Region): Promise<void> {
  const differs = async (start: number, end: number): Promise<boolean> =>
    (await deviceMd5(loader, address + start, end - start)) !== (await md5Of(bytes, start, end))
  if (!(await differs(0, bytes.length))) return
  let start = 0
  let end = bytes.length
  while (end - start > sectorBytes) {
    const middle = start + sectorBytes * Math.ceil((end - start) / sectorBytes / 2)
    if (await differs(start, middle)) end = middle
    else start = middle
  }
  throw new FlashlineError('VERIFY_MISMATCH', {
    address: hexAddress(address + start),
    sizeBytes: end - start,
    algorithm: 'md5',
    expected: await md5Of(bytes, start, end),
    found: await deviceMd5(loader, address + start, end - start),
  })
}
