// The built screens as static files. The bundler puts a hash into the name of every asset, so those never change.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export async function serveScreens(app: FastifyInstance, uiDir: string): Promise<void> {
  if (!existsSync(join(uiDir, 'index.html'))) {
    app.get('/', async (_request, reply) =>
      reply.code(503).type('text/plain; charset=utf-8').send('The screens are not built: npm run build\n'),
    )
    return
  }
  await app.register(fastifyStatic, {
    root: uiDir,
    dotfiles: 'deny',
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = /[/\\]assets[/\\][^/\\]*-[\w-]{8,}\.\w+$/.test(path)
      reply.header('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
