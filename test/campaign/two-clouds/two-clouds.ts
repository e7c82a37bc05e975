// Two local clouds in processes of their own on one database, with one folder of firmware files, and their owner's view of
// the database through a third that nobody calls. Which of the two gets a call is decided by the caller.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import type { FirmwareFile } from '../../../main/local-cloud/firmware-files.ts'
import { type LocalCloud, startLocalCloud } from '../../../main/local-cloud/server.ts'
import { type CloudProcess, startCloudProcess } from '../../targets/cloud-process.ts'

export const productId = 'kettle'

export interface TwoClouds extends AsyncDisposable {
  /** As they are now: a killed one is another process when it is back, at the same address. */
  readonly clouds: readonly [CloudProcess, CloudProcess]
  readonly admin: LocalCloud['admin']
  readonly token: string
  readonly firmware: FirmwareFile
  /** Holds a file for each content. */
  readonly filesDir: string
  restart(index: 0 | 1): Promise<void>
  /** Resolves when the database does nothing any more that a dead process began. */
  settled(): Promise<void>
}

export async function openTwoClouds(databaseUrl: string, deviceIds: readonly string[]): Promise<TwoClouds> {
  const root = await mkdtemp(join(tmpdir(), 'flashline-two-clouds-'))
  const filesDir = join(root, 'share')
  await mkdir(filesDir)
  const startOne = (index: 0 | 1, port = 0) =>
    startCloudProcess({ dataDir: join(root, `cloud-${index}`), databaseUrl, files: filesDir, port })
  const owner = await startLocalCloud({
    dataDir: join(root, 'owner'),
    database: databaseUrl,
    files: { kind: 'folder', folder: filesDir },
    journal: false,
  })
  const { admin } = owner
  await admin.addProduct({ productId })
  for (const deviceId of deviceIds) await admin.addDevice({ deviceId, productId })
  const firmware = await admin.addFirmwareFile(Buffer.from('what the devices get'), 'app.bin')
  const token = await admin.issueToken(['corp', 'user', 'platform'])
  const clouds = await Promise.all([startOne(0), startOne(1)])
  return {
    ...{ clouds, admin, token, firmware, filesDir },
    async restart(index) {
      clouds[index] = await startOne(index, clouds[index].port)
    },
    settled: () => untilIdle(databaseUrl),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(clouds.map((cloud) => cloud.kill()))
      await owner.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** The server goes on with what it was sent before it sees that the one who sent it is gone. */
async function untilIdle(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (;;) {
      const { rows } = await client.query(
        `SELECT 1 FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`,
      )
      if (rows.length === 0) return
      await setTimeout(10)
    }
  } finally {
    await client.end()
  }
}
