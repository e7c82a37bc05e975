// Offline kits, result files and the keys that sign them.
import { FlashlineError, mayCall, type Session } from '../../../preload/contract/index.ts'
import { recordedName } from '../caller.ts'
import type { Implementer } from '../implementer.ts'
import type { StationParts } from '../parts.ts'

export function kitProcedures(implementer: Implementer, { kits, operators, settings }: StationParts) {
  const never = new AbortController().signal
  const nameOf = (session: Session): string => recordedName(session, operators.nameForRecords(settings.get()))
  return {
    list: implementer.kits.list.handler(() => kits.list()),
    keys: implementer.kits.keys.handler(async () => ({
      own: await kits.keys.shown(),
      trusted: await kits.keys.list(),
    })),
    trust: implementer.kits.trust.handler(({ input, context }) =>
      kits.keys.trust(input.publicKey, input.name, nameOf(context.session)),
    ),
    distrust: implementer.kits.distrust.handler(async ({ input }) => ({
      removed: await kits.keys.remove(input.publicKey),
    })),
    create: implementer.kits.create.handler(({ input, context, signal = never }) =>
      kits.create(input, nameOf(context.session), signal),
    ),
    beginUpload: implementer.kits.beginUpload.handler(async ({ input }) => ({
      uploadId: await kits.uploads.begin(input),
    })),
    upload: implementer.kits.upload.handler(async ({ input: { uploadId, offset, bytes } }) => ({
      receivedBytes: await kits.uploads.append(uploadId, offset, Buffer.from(bytes, 'base64')),
    })),
    cancelUpload: implementer.kits.cancelUpload.handler(async ({ input }) => ({
      cancelled: await kits.uploads.cancel(input.uploadId),
    })),
    inspect: implementer.kits.inspect.handler(({ input, signal = never }) =>
      kits.inspect(input.uploadId, signal),
    ),
    import: implementer.kits.import.handler(({ input, context, signal = never }) => {
      const { uploadId, replaceProfiles } = input
      // How products are flashed is a lead's, as profiles.save is.
      if (replaceProfiles && !mayCall('lead', context.session.role))
        throw new FlashlineError('ROLE_TOO_LOW', { needs: 'lead' })
      return kits.import(uploadId, { by: nameOf(context.session), replaceProfiles }, signal)
    }),
    importResults: implementer.kits.importResults.handler(({ input, context, signal = never }) =>
      kits.importResults(input.uploadId, nameOf(context.session), signal),
    ),
    exportResults: implementer.kits.exportResults.handler(({ context, signal = never }) =>
      kits.exportResults(nameOf(context.session), signal),
    ),
    records: implementer.kits.records.handler(({ input }) => kits.records(input.fileId)),
    download: implementer.kits.download.handler(({ input }) => kits.download(input.fileId, input.offset)),
  }
}
