// The built screens as static files. The bundler puts a hash into the name of every asset, so those never change.
import { existsSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

export async function serveScreens(app: FastifyInstance, uiDir: string): Promise<void> {
  if (!existsSync(join(uiDir, 'index.html'))) {
    app.get('/', async (_request, reply) =>
      reply.code(503).type('text/plain; charset=utf-8').send('The screens are not built: npm run build\n'),
    )
    return
  }
  const root = realpathSync(uiDir)
  await app.register(fastifyStatic, {
    root,
    dotfiles: 'deny',
    allowedPath: (path) => isInside(root, path),
    cacheControl: false,
    setHeaders(reply, path) {
      const hashed = /[/\\]assets[/\\][^/\\]*-[\w-]{8,}\.\w+$/.test(path)
      reply.header('cache-control', hashed ? 'private, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

/** A link inside the folder that leads out of it is not followed. */
function isInside(root: string, path: string): boolean {
  try {
    return (realpathSync(join(root, path)) + sep).startsWith(root + sep)
  } catch {
    return false
  }
}
