// What is checked and estimated before anything is touched, pure.
import { FlashlineError } from '../../../preload/contract/index.ts'
import { hexAddress } from '../../firmware/formats/index.ts'
import type { Region } from '../protocol.ts'
import { maxBlockBytes } from './codec.ts'
import { type Page, pagesUnder, requireAligned } from './pages.ts'
import { eraseCommandOf, type Session } from './session.ts'

/** Bytes of a block's frames and answers besides its own: three frames, three ACKs. */
const blockOverheadBytes = 2 + 5 + 2 + 3
const entryMs = 500

/** @throws IMAGE_ADDRESS: a page that must be erased for the image must not, or cannot. */
export function requireErasable(
  { pages, options, facts }: Pick<Session, 'pages' | 'options' | 'facts'>,
  regions: readonly Region[],
): void {
  if (!options.massErase) requireAligned(pages, regions)
  const erased = options.massErase ? pages : pagesUnder(pages, regions)
  const refuse = (reason: string, page: Page | undefined) => {
    if (page)
      throw new FlashlineError('IMAGE_ADDRESS', {
        reason,
        address: hexAddress(page.address),
        page: page.number,
      })
  }
  refuse(
    'keepPages',
    erased.find(({ number }) => options.keepPages.includes(number)),
  )
  // The old erase command counts pages with one byte.
  if (eraseCommandOf(facts) === 'erase' && !options.massErase)
    refuse(
      'pageNumber',
      erased.find(({ number }) => number > 0xff),
    )
}

/** Of erase and write, at the rate of the line. */
export function estimateMs(totalBytes: number, erased: readonly Page[], baudRate: number): number {
  const lineBytes = totalBytes * (1 + blockOverheadBytes / maxBlockBytes)
  return (
    Math.ceil((lineBytes * 11_000) / baudRate) + erased.reduce((sum, page) => sum + eraseMs(page), entryMs)
  )
}

/** From the data sheets, roughly: 40 ms for small pages, 1.5 s for 128 KiB. */
function eraseMs({ sizeBytes }: Page): number {
  return 30 + (sizeBytes / 1024) * 12
}
