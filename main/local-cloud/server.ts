// The clouds served by ourselves, for plants without one, for practice and for tests: real semantics from an SQLite file
// of their own or a PostgreSQL database that several share, on loopback unless told otherwise. Composes and listens; the routes are in routes.ts.
import { isIPv4 } from 'node:net'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { asFlashlineError, FlashlineError } from '../../preload/contract/index.ts'
import { createAdmin, type LocalCloudAdmin } from './admin.ts'
import { type CatalogueAdmin, createCatalogueAdmin } from './catalogue-admin.ts'
import { createCloudApp, type TlsIdentity } from './cloud-app.ts'
import { type CloudContextOptions, openCloudContext } from './open-cloud-context.ts'
import { createProgressAdmin, type ProgressAdmin } from './progress-admin.ts'
import { type JournalOptions, keepJournal } from './request-journal.ts'
import { allRoutes } from './routes.ts'

export interface LocalCloudOptions extends CloudContextOptions, JournalOptions {
  readonly host?: string
  /** 0: any free one. */
  readonly port?: number
  readonly tls?: TlsIdentity
  /** How callers reach us, for URLs in answers: where a balancer stands before this process. */
  readonly publicUrl?: string
  /** Without it a host that others can reach needs `tls`. */
  readonly allowPlainLan?: boolean
  readonly logger?: FastifyBaseLogger
}

export interface LocalCloud {
  /** `http://host:port` or `https://host:port`, no slash at the end. */
  readonly baseUrl: string
  readonly admin: LocalCloudAdmin & ProgressAdmin & CatalogueAdmin
  /** Cuts what is being sent, commits what was accepted and closes the database. Idempotent. */
  close(): Promise<void>
}

/**
 * Listens when it resolves. CLOUD_EXPOSED {host}, PORT_IN_USE {host, port}, INPUT_INVALID {field: 'tls'} for a
 * certificate or key that cannot be used and {field: 'publicUrl'}, STORE_NEWER, STORE_BROKEN, STORE_FULL,
 * FILES_UNREACHABLE, FILES_REFUSED, DATABASE_UNREACHABLE, DATABASE_REFUSED.
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const { host = '127.0.0.1', port = 0, tls } = options
  if (tls === undefined && options.allowPlainLan !== true && !isLoopback(host)) {
    throw new FlashlineError('CLOUD_EXPOSED', { host })
  }
  const app = createApp(options)
  const { cloud, close } = await openCloudContext(options)
  try {
    const journal = keepJournal(app, options)
    if (options.now !== undefined) tellTime(app, options.now)
    for (const addRoutes of allRoutes) addRoutes(app, cloud)
    const baseUrl = await listen(app, host, port, tls === undefined ? 'http' : 'https')
    let closed: Promise<void> | null = null
    return {
      baseUrl,
      admin: {
        ...createAdmin(cloud, baseUrl, journal),
        ...createProgressAdmin(cloud),
        ...createCatalogueAdmin(cloud),
      },
      close: () => {
        closed ??= app.close().then(close)
        return closed
      },
    }
  } catch (error) {
    await app.close()
    await close()
    throw asFlashlineError(error)
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
}

function createApp({ logger, tls, publicUrl }: LocalCloudOptions): FastifyInstance {
  try {
    return createCloudApp({
      ...(logger && { logger }),
      ...(tls && { tls }),
      ...(publicUrl !== undefined && { publicUrl }),
    })
  } catch (error) {
    if (error instanceof FlashlineError) throw error
    // What OpenSSL says about a certificate or key that it cannot read, or that do not belong together.
    if (tls !== undefined) throw new FlashlineError('INPUT_INVALID', { field: 'tls' }, { cause: error })
    throw error
  }
}

/** Node would tell its own: a client that corrects its clock by ours needs the one that judges it. */
function tellTime(app: FastifyInstance, now: () => Date): void {
  app.addHook('onSend', async (_request, reply) => {
    reply.header('Date', now().toUTCString())
  })
}

/** Listening everywhere is no address to call. */
const wildcards: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

async function listen(
  app: FastifyInstance,
  host: string,
  port: number,
  scheme: 'http' | 'https',
): Promise<string> {
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
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${bound}`
}
