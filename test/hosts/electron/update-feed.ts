// electron-updater as it is, on Linux as an AppImage, with a release server on this machine. Only its way to the network is
// Node's instead of Chromium's.
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import {
  type ClientRequest,
  createServer,
  type RequestListener,
  type RequestOptions,
  request,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configureRequestUrl, type DownloadOptions, HttpExecutor } from 'builder-util-runtime'
import { AppImageUpdater } from 'electron-updater'

export interface Release {
  readonly version: string
  /** What the feed says besides: `stagingPercentage`, or instead. */
  readonly feed?: string
  readonly sha512?: string
}

export interface UpdateFeed {
  readonly url: string
  readonly updater: AppImageUpdater
  /** As a browser session closes its connections. */
  disconnect(): Promise<void>
  /** Paths in the order of their requests, without queries. */
  readonly asked: readonly string[]
  readonly packageBytes: Buffer
  /** Where the updater keeps what it fetched. */
  readonly pendingDir: string
  release(release: Release): void
  /** Replaces how the package itself is answered. */
  answerPackage(listener: RequestListener): void
  close(): Promise<void>
}

export async function openUpdateFeed(currentVersion: string): Promise<UpdateFeed> {
  const dir = mkdtempSync(join(tmpdir(), 'flashline-update-'))
  const packageBytes = Buffer.alloc(300_000, 'flashline')
  const asked: string[] = []
  let feed = ''
  let answerPackage: RequestListener = (_request, response) => response.end(packageBytes)
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '')
    asked.push(path)
    if (path.endsWith('.yml') && feed !== '') response.end(feed)
    else if (path.endsWith('.AppImage')) answerPackage(request, response)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const executor = new NodeExecutor()
  return {
    url: `http://127.0.0.1:${port}/updates`,
    updater: openUpdater(dir, currentVersion, executor),
    disconnect: async () => executor.disconnect(),
    asked,
    packageBytes,
    pendingDir: join(dir, 'cache', 'flashline-updater', 'pending'),
    release: ({ version, feed: rest = '', sha512 = digest(packageBytes) }) => {
      const name = `Flashline-${version}-linux-x64.AppImage`
      feed = `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${packageBytes.length}\npath: ${name}\nsha512: ${sha512}\n${rest}`
    },
    answerPackage: (listener) => {
      answerPackage = listener
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function openUpdater(dir: string, version: string, httpExecutor: NodeExecutor): AppImageUpdater {
  mkdirSync(join(dir, 'user'), { recursive: true })
  const note = join(dir, 'app-update.yml')
  writeFileSync(
    note,
    'provider: generic\nurl: https://flashline.internal/updates\nupdaterCacheDirName: flashline-updater\n',
  )
  const updater = new AppImageUpdater(null, {
    version,
    name: 'flashline',
    isPackaged: true,
    appUpdateConfigPath: note,
    userDataPath: join(dir, 'user'),
    baseCachePath: join(dir, 'cache'),
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  })
  updater.disableDifferentialDownload = true
  // Not among its declared members.
  return Object.assign(updater, { httpExecutor })
}

function digest(bytes: Buffer): string {
  return createHash('sha512').update(bytes).digest('base64')
}

/** As electron-updater's own executor, with Node in the place of Chromium. */
class NodeExecutor extends HttpExecutor<ClientRequest> {
  readonly #open = new Set<ClientRequest>()

  override createRequest(options: RequestOptions, callback: (response: unknown) => void): ClientRequest {
    const opened = request(options, callback)
    this.#open.add(opened)
    opened.once('close', () => this.#open.delete(opened))
    return opened
  }

  disconnect(): void {
    for (const opened of this.#open) opened.destroy()
  }

  async download(url: URL, destination: string, options: DownloadOptions): Promise<string> {
    return options.cancellationToken.createPromise<string>((resolve, reject, onCancel) => {
      const asked: RequestOptions = { headers: options.headers ?? {} }
      configureRequestUrl(url, asked)
      const callback = (error: Error | null) => (error ? reject(error) : resolve(destination))
      this.doDownload(asked, { destination, options, onCancel, callback, responseHandler: null }, 0)
    })
  }
}
