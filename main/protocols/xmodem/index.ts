// XMODEM receivers, plain or behind a command line such as U-Boot's `loadx`. The order of things around the transfer is
// that of YMODEM, and so are its parts; the receiver learns neither name nor size: it counts blocks.
import type { Protocol } from '../protocol.ts'
import { plainFileName, smallBlock } from '../ymodem/codec.ts'
import { connectReceiver, overSerial } from '../ymodem/receiver-target.ts'
import { type XmodemOptions, xmodemOptionsSchema } from './options.ts'
import { sendXmodem } from './sender.ts'

const blocksOf = (sizeBytes: number): number => Math.ceil(sizeBytes / smallBlock)

export const xmodem: Protocol<XmodemOptions> = {
  id: 'xmodem',
  options: xmodemOptionsSchema,
  connect: (link, options, context) =>
    connectReceiver(
      link,
      {
        family: 'xmodem',
        bytesPerSecond: overSerial(options.blockSize),
        console: options.console,
        capacityBytes: options.capacityBytes,
        takesEmpty: false,
        // It counts the padding too, or takes off what looks like it.
        isWhole: (receivedBytes, image) => blocksOf(receivedBytes) === blocksOf(image.sizeBytes),
        fileName: (image) => plainFileName(image.fileName),
        send: (on, file, signal) => sendXmodem(on, file.bytes, options, signal),
      },
      context,
    ),
}
