// The library of images: looked through, checked, filled and cleared.
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function firmwareProcedures(implementer: Implementer, { library }: StationParts) {
  const never = new AbortController().signal
  return {
    list: implementer.firmware.list.handler(() => library.list()),
    catalogue: implementer.firmware.catalogue.handler(({ input }) => library.catalogue(input.productKey)),
    inspect: implementer.firmware.inspect.handler(({ input, signal = never }) =>
      library.inspect(input.sha256, signal),
    ),
    check: implementer.firmware.check.handler(({ input, signal = never }) =>
      library.check(input.sha256, signal),
    ),
    pin: implementer.firmware.pin.handler(({ input }) => library.pin(input.sha256, input.pinned)),
    remove: implementer.firmware.remove.handler(async ({ input }) => ({
      removed: await library.remove(input.sha256),
    })),
    fetch: implementer.firmware.fetch.handler(({ input, signal = never }) => library.fetch(input, signal)),
    beginUpload: implementer.firmware.beginUpload.handler(async ({ input }) => ({
      uploadId: await library.uploads.begin(input),
    })),
    upload: implementer.firmware.upload.handler(async ({ input: { uploadId, offset, bytes } }) => ({
      receivedBytes: await library.uploads.append(uploadId, offset, Buffer.from(bytes, 'base64')),
    })),
    finishUpload: implementer.firmware.finishUpload.handler(({ input }) =>
      library.finishUpload(input.uploadId, input.allowUnmatched),
    ),
    cancelUpload: implementer.firmware.cancelUpload.handler(async ({ input }) => ({
      cancelled: await library.uploads.cancel(input.uploadId),
    })),
  }
}
