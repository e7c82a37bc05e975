// Work on a whole database in a thread of its own: proving and copying read every page, and the station's own thread is to
// stand still for nothing. The thread opens connections of its own; SQLite's locks hold between threads as between programs.
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { FlashlineError } from '../../preload/contract/index.ts'
import { asStoreError } from './open.ts'

export interface AsideTask {
  readonly file: string
  /** A copy of what is committed now, without waiting for writers and without them waiting; null: nothing is copied. */
  readonly copyTo: string | null
}

/** What SQLite found in the file, or in the copy that was made; "ok": it is sound. STORE_*; `signal.reason` */
export async function workAside(task: AsideTask, signal: AbortSignal): Promise<string> {
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const worker = new Worker(`(${inThread.toString()})()`, {
    eval: true,
    workerData: { ...task, driver: createRequire(import.meta.url).resolve('better-sqlite3') },
  })
  const stop = () => void worker.terminate()
  signal.addEventListener('abort', stop, { once: true })
  worker.on('message', (answer: { found: string } | { code: string; message: string }) => {
    if ('found' in answer) resolve(answer.found)
    else reject(asStoreError(Object.assign(new Error(answer.message), { code: answer.code })))
  })
  worker.on('error', reject)
  // Resolved or rejected already, unless it was stopped.
  worker.on('exit', () => reject(signal.aborted ? signal.reason : new FlashlineError('STORE_BROKEN')))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Runs there: its text is all that goes over, so it uses nothing of this file. */
function inThread(): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads')
  const { createRequire } = process.getBuiltinModule('node:module')
  const { file, copyTo, driver } = workerData
  const Database = createRequire(driver)(driver)
  // Each page is read once. A large cache stays behind when the thread has ended: what it was allocated from is kept.
  const smallCache = 'cache_size = -1000'
  const prove = (path: string): string => {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    try {
      db.pragma(smallCache)
      // Table by table, so that a thread that is to end does so soon.
      const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
      for (const name of tables) {
        const found = db.pragma(`quick_check("${name}")`, { simple: true })
        if (found !== 'ok') return found
      }
      return 'ok'
    } finally {
      db.close()
    }
  }
  const work = async () => {
    if (copyTo === null) return prove(file)
    const db = new Database(file, { readonly: true, fileMustExist: true })
    try {
      // One state from the first page to the last: without it, each write meanwhile would begin the copy anew.
      db.pragma(smallCache)
      db.exec('BEGIN')
      db.prepare('SELECT count(*) FROM sqlite_schema').get()
      await db.backup(copyTo, { progress: () => 256 })
    } finally {
      db.close()
    }
    return prove(copyTo)
  }
  work().then(
    (found) => parentPort?.postMessage({ found }),
    (error) => parentPort?.postMessage({ code: String(error.code), message: String(error.message) }),
  )
}
