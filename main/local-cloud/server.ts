// The upgrade service served by ourselves, for plants without a cloud, for practice and for tests: real semantics from
// its own SQLite file, on loopback unless told otherwise. Composes the routes and nothing more.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import fastify, { type FastifyBaseLogger, type FastifyError, type FastifyInstance } from 'fastify'
import { asFlashlineError, FlashlineError } from '../../preload/contract/index.ts'
import { createAdmin, type LocalCloudAdmin } from './admin.ts'
import { checkRoutes } from './check.ts'
import type { CloudContext } from './cloud-context.ts'
import { openCloudDatabase } from './cloud-database.ts'
import { CloudRefusal } from './cloud-refusal.ts'
import { createTaskRoutes } from './create-task.ts'
import { createCredentials } from './credentials.ts'
import { createDeviceTable } from './device-table.ts'
import { firmwareRoutes } from './firmware.ts'
import { createFirmwareFiles } from './firmware-files.ts'
import { otaLogRoutes } from './ota-log.ts'
import { reportRoutes } from './report.ts'
import { type JournalOptions, keepJournal } from './request-journal.ts'
import { createResultTable } from './result-table.ts'
import { taskStatusRoutes } from './task-status.ts'
import { createTaskTable } from './task-table.ts'
import { taskRoutes } from './tasks.ts'

export interface LocalCloudOptions extends JournalOptions {
  /** Holds `cloud.sqlite` and `files/`. Created when missing. */
  readonly dataDir: string
  readonly host?: string
  /** 0: any free one. */
  readonly port?: number
  readonly logger?: FastifyBaseLogger
  readonly now?: () => Date
}

export interface LocalCloud {
  /** `http://host:port`, no slash at the end. */
  readonly baseUrl: string
  readonly admin: LocalCloudAdmin
  /** Cuts what is being sent and closes the database. Idempotent. */
  close(): Promise<void>
}

/** Listens when it resolves. PORT_IN_USE, STORE_NEWER, STORE_BROKEN, STORE_FULL. */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { dataDir, host = '127.0.0.1', port = 0, now = () => new Date() } = options
  await mkdir(dataDir, { recursive: true })
  const db = openCloudDatabase(path.join(dataDir, 'cloud.sqlite'))
  const app = createApp(options.logger)
  try {
    const cloud: CloudContext = {
      db,
      devices: createDeviceTable(db),
      tasks: createTaskTable(db),
      results: createResultTable(db),
      files: createFirmwareFiles(db, path.join(dataDir, 'files')),
      credentials: createCredentials(db, now),
      now,
    }
    const journal = keepJournal(app, options)
    for (const addRoutes of [
      taskRoutes,
      createTaskRoutes,
      taskStatusRoutes,
      checkRoutes,
      reportRoutes,
      otaLogRoutes,
      firmwareRoutes,
    ]) {
      addRoutes(app, cloud)
    }
    const baseUrl = await listen(app, host, port)
    let closed: Promise<void> | null = null
    return {
      baseUrl,
      admin: createAdmin(cloud, baseUrl, journal),
      close: () => {
        closed ??= app.close().then(() => void db.close())
        return closed
      },
    }
  } catch (error) {
    await app.close()
    db.close()
    throw asFlashlineError(error)
  }
}

function createApp(logger: FastifyBaseLogger | undefined): FastifyInstance {
  const app = fastify({
    ...(logger === undefined ? {} : { loggerInstance: logger }),
    // A download that is under way must not keep the program from ending.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (_error, _request, reply) => {
      const refusal = new CloudRefusal('URL_INVALID')
      reply.raw.writeHead(refusal.status, { 'Content-Type': 'application/json' })
      reply.raw.end(JSON.stringify(refusal.body))
    },
  })
  // The service wants Content-Type on every request, also on one without a body.
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    if (text.trim() === '') done(null, undefined)
    else parseJson(request, text, done)
  })
  app.setNotFoundHandler((request) => {
    throw new CloudRefusal('URL_UNKNOWN', request.url)
  })
  app.setErrorHandler((error: FastifyError | CloudRefusal, request, reply) => {
    const refusal = asRefusal(error)
    if (refusal.reason === 'INTERNAL') request.log.error({ err: error }, 'local cloud: request failed')
    return reply.code(refusal.status).send(refusal.body)
  })
  return app
}

/** What fastify itself refuses (no JSON, too large, wrong media type) is an invalid request; the rest is our fault. */
function asRefusal(error: FastifyError | CloudRefusal): CloudRefusal {
  if (error instanceof CloudRefusal) return error
  const status = error.statusCode ?? 500
  return new CloudRefusal(status >= 400 && status < 500 ? 'FIELD_INVALID' : 'INTERNAL')
}

/** Listening everywhere is no address to call. */
const wildcards: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new FlashlineError('PORT_IN_USE', { host, port }, { cause: error })
    }
    throw error
  }
  const address = app.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const reachable = wildcards[host] ?? host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${bound}`
}
