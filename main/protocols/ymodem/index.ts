// YMODEM receivers, plain or behind a command line such as U-Boot's `loady`. The order of things around the transfer is
// in receiver-target.ts, the transfer in sender.ts.
import type { Protocol } from '../protocol.ts'
import { plainFileName } from './codec.ts'
import { type YmodemOptions, ymodemOptionsSchema } from './options.ts'
import { connectReceiver, overSerial } from './receiver-target.ts'
import { sendFile } from './sender.ts'

export const ymodem: Protocol<YmodemOptions> = {
  id: 'ymodem',
  options: ymodemOptionsSchema,
  connect: (link, options, context) =>
    connectReceiver(
      link,
      {
        family: 'ymodem',
        bytesPerSecond: overSerial(options.blockSize),
        console: options.console,
        capacityBytes: options.capacityBytes,
        // Block 0 tells the receiver the size.
        takesEmpty: true,
        isWhole: (receivedBytes, image) => receivedBytes === image.sizeBytes,
        fileName: (image) => options.fileName ?? plainFileName(image.fileName),
        send: (on, file, signal) => sendFile(on, file, options, signal),
      },
      context,
    ),
}
