// What a profile says about an XMODEM receiver: the transfer, and the command line around it where there is one.
import { z } from 'zod'
import { largeBlock, smallBlock } from '../ymodem/codec.ts'
import { transferOptions } from '../ymodem/options.ts'

export const xmodemOptionsSchema = z.strictObject({
  /** Every receiver takes 128; 1024 is faster where the receiver knows XMODEM-1K. */
  blockSize: z.literal([smallBlock, largeBlock]).default(smallBlock),
  /** Fills the last block, as two hexadecimal digits: the receiver stores it behind the image. */
  padding: z.enum(['1a', 'ff', '00']).default('1a'),
  ...transferOptions,
})
export type XmodemOptions = z.infer<typeof xmodemOptionsSchema>
