// Boot loaders that fetch an image by TFTP into RAM when their console is told to, such as U-Boot's `tftpboot`. The order
// of things around the fetch is that of YMODEM's receivers; the fetch is in fetch.ts, the server in hand-out/tftp/.
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { Protocol } from '../protocol.ts'
import { plainFileName } from '../ymodem/codec.ts'
import { connectReceiver } from '../ymodem/receiver-target.ts'
import { fetchFile } from './fetch.ts'
import { type TftpOptions, tftpOptionsSchema } from './options.ts'

/** A slow network; for estimates. */
const slowBytesPerSecond = 500_000

export const tftp: Protocol<TftpOptions> = {
  id: 'tftp',
  options: tftpOptionsSchema,
  async connect(link, options, context) {
    const { handOut, notice = () => {} } = context
    const { console, capacityBytes } = options
    if (console === undefined)
      throw new FlashlineError('PROFILE_INVALID', { protocol: 'tftp', missing: 'console' })
    if (handOut === undefined) throw new FlashlineError('HANDOUT_UNSET')
    return connectReceiver(
      link,
      {
        family: 'tftp',
        bytesPerSecond: () => slowBytesPerSecond,
        console,
        capacityBytes,
        takesEmpty: false,
        isWhole: (receivedBytes, image) => receivedBytes === image.sizeBytes,
        fileName: (image) => plainFileName(image.fileName),
        send: (_, file, signal, playScript) => {
          const play = (values: Record<string, string>, until: AbortSignal) =>
            playScript(console.fetch, values, until)
          return fetchFile({ file, options, handOut, notice, play }, signal)
        },
      },
      context,
    )
  },
}
