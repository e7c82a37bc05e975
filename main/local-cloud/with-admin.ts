// Works on what a local cloud has from outside: the cloud may be running on it in other processes, or be started later.
import type { CloudPlace } from './open-cloud-context.ts'
import { type LocalCloud, startLocalCloud } from './server.ts'

/** On a free port, for the moment that this takes: the way in is the same as for everybody who owns a cloud. */
export async function withAdmin<Result>(
  { dataDir, database, files }: CloudPlace,
  work: (admin: LocalCloud['admin']) => Promise<Result>,
): Promise<Result> {
  const cloud = await startLocalCloud({
    dataDir,
    ...(database === undefined ? {} : { database }),
    ...(files === undefined ? {} : { files }),
  })
  try {
    return await work(cloud.admin)
  } finally {
    await cloud.close()
  }
}
