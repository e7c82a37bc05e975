// Firmware upload: POST /v2/firmware-files?name=, the bytes as they are (application/octet-stream). They go to the disk
// as they come; the answer tells what a task needs to name the file.
import type { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { wireText } from '../clouds/xlink/wire.ts'
import { type CloudContext, requestOrigin } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import { readRequestBody } from './request-body.ts'

export const uploadQuery = z.object({ name: wireText(200) })

export function firmwareUploadRoutes(app: FastifyInstance, cloud: CloudContext): void {
  // A scope of its own: only here is a body handed over unread.
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    scope.post<{ Body: Readable | undefined }>('/v2/firmware-files', async (request) => {
      await cloud.credentials.require(request, ['corp', 'thirdParty'])
      const { name } = readRequestBody(uploadQuery, request.query)
      if (request.body === undefined) throw new CloudRefusal('FIELD_MISSING', 'body')
      const { urlPath, md5, sha256, sizeBytes } = await cloud.files.add(
        notEmpty(request.body),
        name,
        cloud.maxFirmwareBytes,
      )
      return { url: requestOrigin(request) + urlPath, md5, sha256, size: sizeBytes }
    })
  })
}

async function* notEmpty(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let sizeBytes = 0
  for await (const chunk of body) {
    sizeBytes += chunk.length
    yield chunk
  }
  if (sizeBytes === 0) throw new CloudRefusal('FIELD_MISSING', 'body')
}
