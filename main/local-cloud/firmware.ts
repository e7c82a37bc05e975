// Firmware hand-out: GET and HEAD /firmware/<sha256>/<name>, without a token as on the real service. Ranges and
// conditions per RFC 9110 sections 13 and 14; the entity tag is the digest of the content, so it is a strong one.
// The name is for people only: nothing of it reaches the file system.
import type { FastifyInstance } from 'fastify'
import { decideRange } from '../hand-out/http/byte-range.ts'
import type { CloudContext } from './cloud-context.ts'
import { CloudRefusal } from './cloud-refusal.ts'

interface FirmwareRoute {
  Params: { sha256: string; name: string }
  Querystring: Readonly<Record<string, unknown>>
}

export function firmwareRoutes(app: FastifyInstance, cloud: CloudContext): void {
  app.route<FirmwareRoute>({
    method: ['GET', 'HEAD'],
    url: '/firmware/:sha256/:name',
    handler: async (request, reply) => {
      const { sha256 } = request.params
      // Only the links of the catalogue carry an end.
      if (!cloud.links.isGood(sha256, request.query)) throw new CloudRefusal('FORBIDDEN')
      const found = await cloud.files.find(sha256)
      if (found === null) throw new CloudRefusal('URL_UNKNOWN', sha256)
      const etag = `"${sha256}"`
      const { range: asked, 'if-range': ifRange, 'if-none-match': ifNoneMatch } = request.headers
      reply.headers({
        ETag: etag,
        'Accept-Ranges': 'bytes',
        'Cache-Control': 'public, max-age=31536000, immutable',
      })
      const known = (ifNoneMatch ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
      if (known.includes(etag) || ifNoneMatch === '*') return reply.code(304).send()

      // Another tag, a weak one or a date: the caller's half may be of another content, so it gets the whole.
      const mayContinue = request.method === 'GET' && (ifRange === undefined || ifRange === etag)
      const range = mayContinue ? decideRange(asked, found.sizeBytes) : 'whole'
      if (range === 'unsatisfiable') {
        return reply.code(416).header('Content-Range', `bytes */${found.sizeBytes}`).send()
      }
      const part = range === 'whole' ? { first: 0, last: found.sizeBytes - 1 } : range
      reply.header('Content-Type', 'application/octet-stream')
      reply.header('Content-Length', part.last - part.first + 1)
      if (range !== 'whole') {
        reply.code(206).header('Content-Range', `bytes ${part.first}-${part.last}/${found.sizeBytes}`)
      }
      if (request.method === 'HEAD' || part.last < part.first) return reply.send()
      const bytes = await cloud.files.read(sha256, found.sizeBytes, part)
      if (bytes === null) throw new CloudRefusal('URL_UNKNOWN', sha256)
      return reply.send(bytes)
    },
  })
}
