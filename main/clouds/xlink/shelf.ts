// Firmware files for tasks to point at: a call of our own local cloud, which the service's document does not have.
import { z } from 'zod'
import { FlashlineError } from '../../../preload/contract/index.ts'
import type { FirmwareShelf } from '../cloud.ts'
import { readReply } from '../read-reply.ts'
import { type CallXlink, callNames } from './calls.ts'
import { isUrlMissing } from './judge.ts'
import { wireInt, wireText } from './wire.ts'

const storedReader = z
  .object({
    url: wireText(2048),
    md5: z.string().regex(/^[0-9a-f]{32}$/),
    size: wireInt(0, Number.MAX_SAFE_INTEGER),
  })
  .transform(({ url, md5, size }) => ({ url, md5, sizeBytes: size }))

export function createFirmwareShelf(call: CallXlink, connectionId: string): FirmwareShelf {
  return {
    async put({ name, bytes }, signal) {
      try {
        return await call(
          {
            name: callNames.putFile,
            method: 'POST',
            path: '/v2/firmware-files',
            query: [['name', name]],
            body: bytes,
            // Kept by its content: the same file is there once.
            repeatable: true,
            read: (reply) => readReply(storedReader, reply),
          },
          signal,
        )
      } catch (error) {
        if (!isUrlMissing(error)) throw error
        const context = { connectionId, use: callNames.putFile }
        throw new FlashlineError('CONNECTION_LACKS', context, { cause: error })
      }
    },
  }
}
